/**
 * Adds to package-lock.json the optional packages of other platforms that npm left out. npm records only what it could
 * fetch when the lock was made (https://github.com/npm/cli/issues/4828), and `npm ci` then refuses the lock on every
 * machine. Run it after `npm install`; it changes nothing when nothing is missing.
 */
import { readFile, writeFile } from "node:fs/promises";

interface Entry {
  readonly version?: string;
  readonly optional?: boolean;
  readonly dev?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const PROCESSORS = ["arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64", "wasm32"];

const file = process.argv[2] ?? "package-lock.json";
const lock = JSON.parse(await readFile(file, "utf8")) as { packages: Record<string, Entry> };

/** What npm would have written, but for the hash: the platform is in the name, as all such packages have it. */
function entryFor(name: string, version: string, parent: Entry): Entry {
  const words = name.split(/[/\-_.]/);
  const os = SYSTEMS.filter((system) => words.includes(system));
  const cpu = PROCESSORS.filter((processor) => words.includes(processor));
  const libc = words.includes("musl") ? ["musl"] : words.includes("gnu") ? ["glibc"] : [];
  if (os.length + cpu.length === 0) throw new Error(`${name} does not say its platform`);
  return {
    version,
    optional: true,
    ...(parent.dev && { dev: true }),
    ...(os.length > 0 && { os }),
    ...(cpu.length > 0 && { cpu }),
    ...(libc.length > 0 && { libc }),
  };
}

const has = (name: string, parent: string): boolean =>
  `${parent}/node_modules/${name}` in lock.packages || `node_modules/${name}` in lock.packages;

let added = 0;
for (const [parent, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (has(name, parent)) continue;
    lock.packages[`node_modules/${name}`] = entryFor(name, version, entry);
    added++;
  }
}
if (added > 0) {
  const sorted = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en")));
  await writeFile(file, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);
}
console.log(`${file}: ${added} packages added`);
