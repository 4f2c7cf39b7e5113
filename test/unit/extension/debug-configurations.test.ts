import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "mocha";
import { entriesOf, launchConfiguration } from "../../../extension/debug/configurations.ts";
import { permissionsText } from "../../../extension/debug/launch-permissions.ts";
import {
  ATTACH_SCHEMA,
  LAUNCH_SCHEMA,
  readAttach,
  readLaunch,
  rulesOf,
} from "../../../runtime/host/dap/launch-config.ts";

const ALL = { title: "The whole plugin" };
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

  it("in package.json are those that the adapter takes, each with a text, and its default", async () => {
    const { launch: launched, attach: attached } = (await contributed()).configurationAttributes;
    // The editor has its own folders and a button for running without the debugger, and it sees what is saved.
    const { workspace: _, noDebug: __, ...properties } = LAUNCH_SCHEMA.properties;
    const { restartOnSave, ...taken } = launched.properties;
    assert.equal(restartOnSave.default, false);
    for (const [found, wanted] of [
      [taken, properties],
      [attached.properties, ATTACH_SCHEMA.properties],
    ]) {
      assert.deepEqual(rulesIn(found), rulesIn(wanted));
      for (const [name, { default: value, markdownDescription }] of Object.entries<Attribute>(found)) {
        assert.match(markdownDescription ?? "", /^[A-Z].{15,}\.$/, name);
        const given = (wanted as Record<string, Attribute>)[name]?.default;
        if (given !== undefined) assert.equal(value, given, name);
      }
    }
    assert.equal(launched.required ?? attached.required, undefined, "what is left out is asked for");
  });

  it("are offered as snippets that the adapter takes", async () => {
    const { configurationSnippets, initialConfigurations } = await contributed();
    assert.equal(initialConfigurations, undefined, "VS Code would add them to those of the provider");
    const bodies: Record<string, unknown>[] = configurationSnippets.map(({ body }: { body: object }) => body);
    for (const config of bodies) (config.request === "attach" ? readAttach : readLaunch)(config);
    const offered = bodies.map(({ request, stopOnEntry, entry }) => [
      request,
      stopOnEntry === true,
      entry !== undefined,
    ]);
    assert.deepEqual(offered, [
      ["launch", false, false],
      ["launch", true, false],
      ["launch", false, true],
      ["attach", false, false],
    ]);
  });
});

describe("what a debug configuration allows, in words", () => {
  const words = (permissions: unknown) => permissionsText(rulesOf(readLaunch({ program: "/p", permissions })).allow);

  it("is what goes without a question, and nothing when all is asked for", () => {
    assert.equal(words({}), undefined);
    assert.equal(words({ allow: { read: [] }, deny: "all" }), undefined);
    assert.equal(words("all"), "all that plugin.json declares");
    assert.equal(words({ allow: "all" }), "all that plugin.json declares");
    assert.equal(words({ allow: { read: ["./a", "./b"], net: "all" } }), "read ./a ./b, net (all)");
  });
});

interface Attribute {
  readonly default?: unknown;
  readonly markdownDescription?: string;
}

async function contributed() {
  const file = new URL("../../../package.json", import.meta.url);
  return JSON.parse(await readFile(file, "utf8")).contributes.debuggers[0];
}

/** A schema without what is there for people. */
function rulesIn(schema: unknown): unknown {
  const texts = new Set(["description", "markdownDescription", "default", "defaultSnippets"]);
  const rules = (key: string, value: unknown) => (texts.has(key) ? undefined : value);
  return JSON.parse(JSON.stringify(schema, rules));
}
