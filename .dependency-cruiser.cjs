/** The layering of ARCHITECTURE.md, type imports included. */
const only = (from, allowed, comment) => ({
  name: `${from.replaceAll("/", "-")}-layer`,
  comment,
  severity: "error",
  from: { path: `^${from}/` },
  to: {
    path: "^(schemas|runtime|extension|language-server|sdk|test|scripts|examples)/",
    pathNot: [`^${from}/`, ...allowed.map((folder) => `^${folder}/`)],
  },
});

module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(vscode$|picocolors/types)" },
    },
    only("schemas", [], "schemas import nothing"),
    only("runtime/core", ["schemas"], "core is pure: it imports schemas only"),
    only("runtime/sandbox", ["runtime/core", "schemas"], "the sandbox never imports the host"),
    only("runtime/host", ["runtime/core", "schemas"], "the host reaches the sandbox by worker URL and messages only"),
    only("sdk/guest", ["schemas"], "the SDK runs inside the guest"),
    only(
      "sdk/cli",
      ["runtime/host", "runtime/core", "schemas", "language-server"],
      "the CLI is a host of the runtime, and starts the language server",
    ),
    only("sdk/testing", ["runtime/host", "runtime/core", "schemas"], "the test framework is a host of the runtime"),
    only("extension", ["runtime/host", "runtime/core", "schemas", "language-server", "sdk"], "no sandbox internals"),
    {
      name: "language-server-layer",
      comment: "runs anywhere: of the runtime it knows what a manifest is, and nothing that runs plugins",
      severity: "error",
      from: { path: "^language-server/" },
      to: {
        path: "^(runtime|extension|sdk|test|scripts|examples)/",
        pathNot: "^runtime/core/(manifest/|permissions/|result\\.ts$|config-schema\\.ts$)",
      },
    },
    {
      name: "core-no-node",
      comment: "core does no I/O",
      severity: "error",
      from: { path: "^(schemas|runtime/core)/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "sandbox-platform-neutral",
      comment: "only the worker's entry file knows the platform",
      severity: "error",
      from: { path: "^runtime/sandbox/", pathNot: "^runtime/sandbox/worker-main" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "vscode-only-in-extension",
      severity: "error",
      from: { pathNot: "^(extension|test/editor)/" },
      to: { path: "^vscode$|/@types/vscode/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules|dist|generated" },
    exclude: { path: "(^|/)(dist|generated|fixtures|contenders|node_modules/\\.)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["types", "import", "node", "default"],
    },
  },
};
