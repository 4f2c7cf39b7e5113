/** `npm run package`: builds the extension, packs it as a VSIX in `.out/`, and says what is in it. */
import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { createVSIX, listFiles, PackageManager } from "@vscode/vsce";
import { build } from "./build.ts";
import { root } from "./run.ts";

await build();
const packagePath = join(root, ".out", "ai-hub.vsix");
await mkdir(join(root, ".out"), { recursive: true });
await rm(packagePath, { force: true });
await createVSIX({
  cwd: root,
  packagePath,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
for (const file of (await listFiles({ cwd: root, packageManager: PackageManager.None })).sort()) {
  console.log(`${String((await stat(join(root, file))).size).padStart(10)}  ${file}`);
}
const { size } = await stat(packagePath);
console.log(`${packagePath}: ${(size / 1024 / 1024).toFixed(1)} MB`);
