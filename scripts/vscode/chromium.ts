/** Finds a browser of the Chromium family, on the machine or in npm. */
import { execFile } from "node:child_process";
import { access, constants, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { cached, type Progress } from "./cache.ts";

export interface Chromium {
  readonly executablePath: string;
  /** What the browser needs in its environment besides ours. */
  readonly env: Readonly<Record<string, string>>;
}

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];
const PLACES: Readonly<Record<string, readonly string[]>> = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: ["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"].flatMap((variable) =>
    ["Google/Chrome", "Microsoft/Edge"].map((product) =>
      join(
        process.env[variable] ?? "C:/",
        product,
        "Application",
        product.endsWith("Edge") ? "msedge.exe" : "chrome.exe",
      ),
    ),
  ),
};

/**
 * `AIHUB_CHROMIUM`, else a browser on the PATH or in its usual place, else the one in the npm package
 * `@sparticuz/chromium` (Linux on x64). Rejects when there is none, and says what to do.
 */
export async function findChromium(say: Progress): Promise<Chromium> {
  const named = process.env.AIHUB_CHROMIUM;
  if (named !== undefined) {
    if (await isExecutable(named)) return { executablePath: named, env: {} };
    throw new Error(`AIHUB_CHROMIUM names ${named}, which is no program`);
  }
  const onPath = (process.env.PATH ?? "").split(delimiter).flatMap((dir) => NAMES.map((name) => join(dir, name)));
  for (const executablePath of [...onPath, ...(PLACES[process.platform] ?? [])]) {
    if (await isExecutable(executablePath)) return { executablePath, env: {} };
  }
  if (process.platform === "linux" && process.arch === "x64") return fromNpm(say);
  throw new Error(
    `No Chromium or Chrome was found, and npm has none for ${process.platform}-${process.arch}: ` +
      "install one, or name its program in AIHUB_CHROMIUM",
  );
}

/** A headless shell that needs nothing of the system but glibc: the package ships NSS, expat and a font, all used here. */
async function fromNpm(say: Progress): Promise<Chromium> {
  let entry: string;
  try {
    entry = import.meta.resolve("@sparticuz/chromium");
    await access(fileURLToPath(entry));
  } catch {
    throw new Error('No browser: the devDependency @sparticuz/chromium is missing, run "npm ci"');
  }
  const { version }: { version: string } = JSON.parse(await readFile(new URL("../package.json", entry), "utf8"));
  const folder = await cached(
    `chromium-${version}`,
    async (target) => {
      say(`Unpacking Chromium ${version}`);
      // It unpacks into the temporary folder, and its libraries only where it believes to be on Amazon's.
      const env = { ...process.env, TMPDIR: target, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" };
      const unpack = `import chromium from ${JSON.stringify(entry)}; await chromium.executablePath();`;
      await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", unpack], { env });
      await writeFile(join(target, "fonts.conf"), fontsConf(target));
    },
    say,
  );
  const libraries = [join(folder, "al2023/lib"), folder, process.env.LD_LIBRARY_PATH ?? ""].filter(Boolean);
  return {
    executablePath: join(folder, "chromium"),
    env: { LD_LIBRARY_PATH: libraries.join(":"), FONTCONFIG_FILE: join(folder, "fonts.conf") },
  };
}

/** Chromium aborts (`SkFontMgr_FontConfigInterface.cpp: Not implemented`) where fontconfig knows no font at all. */
function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(folder, "fonts")}</dir>
  <cachedir>${join(folder, "fonts-cache")}</cachedir>
</fontconfig>
`;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
