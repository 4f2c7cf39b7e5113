/** What a sandbox worker is made of: its entry file, the compiled interpreter and the prelude's text. Loaded once. */
import { readFile } from "node:fs/promises";

export interface SandboxFiles {
  readonly workerUrl: URL;
  readonly wasmModule: WebAssembly.Module;
  readonly prelude: string;
  /** The guest's part of the debug agent. */
  readonly agent: string;
}

export interface SandboxLocations {
  readonly workerUrl: URL;
  readonly wasmUrl: URL;
  readonly preludeUrl: URL;
  readonly agentUrl: URL;
}

/** Where they lie in a checkout; the shipped extension passes its own. */
export const SOURCE_LOCATIONS: SandboxLocations = {
  workerUrl: new URL("../sandbox/generated/worker.js", import.meta.url),
  wasmUrl: new URL(
    "../../node_modules/@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm",
    import.meta.url,
  ),
  preludeUrl: new URL("../sandbox/generated/prelude.js", import.meta.url),
  agentUrl: new URL("../sandbox/generated/agent.js", import.meta.url),
};

export async function loadSandboxFiles(locations: SandboxLocations): Promise<SandboxFiles> {
  const [wasm, prelude, agent] = await Promise.all([
    readFile(locations.wasmUrl),
    readFile(locations.preludeUrl, "utf8"),
    readFile(locations.agentUrl, "utf8"),
  ]);
  return { workerUrl: locations.workerUrl, wasmModule: await WebAssembly.compile(wasm), prelude, agent };
}
