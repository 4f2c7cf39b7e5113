/** Errors of files, in the guest's own names. */
import { AiHubError } from "../../../core/errors.ts";
import type { AllowedPath } from "../../permissions/broker.ts";

const MESSAGES: Readonly<Record<string, string>> = {
  ENOENT: "No such file or folder",
  ENOTDIR: "Not a folder",
  EISDIR: "Is a folder",
  EEXIST: "Already exists",
  EACCES: "The system refuses access",
  EPERM: "The system refuses access",
  ELOOP: "Is a link",
  ENOTEMPTY: "The folder is not empty",
  ENOSPC: "The disk is full, or the system watches as many files as it can",
  EROFS: "The disk is read-only",
  EXDEV: "The two paths are on different disks",
  EINVAL: "Not possible with this path",
  ENAMETOOLONG: "The name is too long",
  EMFILE: "Too many open files",
  ENFILE: "Too many open files",
  EBUSY: "In use by another program",
  ETXTBSY: "In use by another program",
};

export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "";
}

/** File errors name the path as the plugin wrote it, never the host's. */
export async function named<T>(path: AllowedPath, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AiHubError) throw error;
    const code = codeOf(error);
    throw ioError(path, MESSAGES[code] ?? `Input/output error (${code})`, code === "ENOENT", error);
  }
}

export function ioError(path: AllowedPath, what: string, missing = false, cause?: unknown): AiHubError {
  return new AiHubError(missing ? "ERR_NOT_FOUND" : "ERR_IO", `${what}: ${path.display}`, undefined, { cause });
}
