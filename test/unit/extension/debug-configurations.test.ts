import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "mocha";

import { entriesOf, launchConfiguration } from "../../../extension/debug/configurations.ts";
import { ATTACH_SCHEMA, LAUNCH_SCHEMA, readAttach, readLaunch } from "../../../runtime/host/dap/launch-config.ts";

const ALL = { title: "All of it" };
const folder = { uri: { fsPath: "/work" } } as Parameters<typeof launchConfiguration>[2];
const launch = (plugin: { name?: string; dir: string }, entry = ALL, inFolder?: typeof folder) =>
  launchConfiguration({ name: "Demo", ...plugin }, entry, inFolder);

describe("debug configurations", () => {
  it("name a plugin by its place in the folder, else by its path", () => {
    const program = (dir: string) => launch({ dir }, ALL, folder)?.program;
    const root = "${workspaceFolder}";
    assert.equal(program("/work"), root);
    assert.equal(program("/work/plugins/demo"), `${root}/plugins/demo`);
    assert.equal(program("/work/..demo"), `${root}/..demo`);
    assert.equal(program("/works"), "/works");
    assert.equal(program("/"), "/");
    assert.equal(launch({ dir: "/work" })?.program, "/work");
  });

  it("are for the whole plugin, and for each of its commands and endpoints", () => {
    const commands = [
      { id: "go", title: "Go\n on" },
      { id: "dark", title: "" },
    ];
    const entries = entriesOf({ name: "Demo", dir: "/work", commands, endpoints: ["/report"] });
    const found = entries.map((entry) => launch({ dir: "/work" }, entry));
    assert.deepEqual(
      found.map((config) => [config?.name, config?.entry]),
      [
        ["Demo", undefined],
        ["Demo: Go on", "go"],
        ["Demo: dark", "dark"],
        ["Demo: /report", "/report"],
      ],
    );
    for (const config of found) assert.equal(readLaunch(config).program, "/work");
  });

  it("of a hostile plugin run no command of the editor", () => {
    const evil = "${command:workbench.action.quit}";
    const named = launch({ name: evil, dir: "/work" }, { title: evil, entry: "go" } as typeof ALL);
    assert.doesNotMatch(JSON.stringify(named), /\$\{/);
    assert.equal(launch({ dir: `/work/${evil}` }), undefined);
    assert.equal(launch({ dir: `/work/${evil}` }, ALL, folder), undefined);
  });

  it("in package.json are those that the adapter takes", async () => {
    const file = new URL("../../../package.json", import.meta.url);
    const { contributes } = JSON.parse(await readFile(file, "utf8"));
    const [{ configurationAttributes, configurationSnippets, initialConfigurations }] = contributes.debuggers;
    // The editor has its own folders, and a button for running without the debugger.
    const { workspace: _, noDebug: __, ...properties } = LAUNCH_SCHEMA.properties;
    assert.deepEqual(configurationAttributes.launch, { required: LAUNCH_SCHEMA.required, properties });
    const { required, properties: attach } = ATTACH_SCHEMA;
    assert.deepEqual(configurationAttributes.attach, { required, properties: attach });
    const offered = [...initialConfigurations, ...configurationSnippets.map(({ body }: { body: object }) => body)];
    assert.equal(offered.length, 4);
    for (const config of offered) (config.request === "attach" ? readAttach : readLaunch)(config);
  });
});
