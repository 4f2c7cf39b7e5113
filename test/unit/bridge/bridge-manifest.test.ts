import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { type BridgePlugin, bridgeManifest as make, plainLabel } from "../../../runtime/core/bridge-manifest.ts";
import { readConfigSchema } from "../../../runtime/core/config-schema.ts";

const BOOKKEEPER: BridgePlugin = {
  id: "ai-bookkeeper",
  name: "AI Bookkeeper",
  version: "1.2.0",
  commands: [{ id: "generate-report", title: "Generate Financial Report", category: "Bookkeeping" }],
  panels: [{ id: "bookkeeper-dashboard", title: "Bookkeeper Dashboard", icon: "calculator", location: "sidebar" }],
  config: [{ key: "currency", type: "string", enum: ["EUR", "USD"], default: "EUR", description: "Main currency" }],
};

const bridgeManifest = (plugin: BridgePlugin) => make(plugin, new Set(["graph"]));

describe("bridge manifest", () => {
  it("contributes what the seed's plugin declares", () => {
    const { contributes, ...head } = bridgeManifest(BOOKKEEPER);
    assert.deepEqual(head, {
      name: "ai-bookkeeper",
      publisher: "aihub-plugins",
      displayName: "AI Bookkeeper (AI Hub plugin)",
      description: 'Commands, views and settings of the AI Hub plugin "AI Bookkeeper". AI Hub installs and removes it.',
      version: "1.2.0",
      engines: { vscode: "^1.100.0" },
    });
    const command = "aihub-plugins.ai-bookkeeper.generate-report";
    assert.deepEqual(contributes, {
      commands: [{ command, title: "Generate Financial Report", category: "Bookkeeping" }],
      menus: { commandPalette: [{ command, when: "aihub.known.ai-bookkeeper" }] },
      viewsContainers: {
        activitybar: [
          { id: "aihub-plugins-ai-bookkeeper-activitybar", title: "AI Bookkeeper", icon: "icons/calculator.svg" },
        ],
      },
      views: {
        "aihub-plugins-ai-bookkeeper-activitybar": [
          {
            type: "webview",
            id: "aihub-plugins.ai-bookkeeper.bookkeeper-dashboard",
            name: "Bookkeeper Dashboard",
            icon: "icons/calculator.svg",
            when: "!aihub.absent.ai-bookkeeper",
          },
        ],
      },
      configuration: {
        title: "AI Bookkeeper",
        properties: {
          "aihub.plugins.ai-bookkeeper.currency": {
            type: "string",
            enum: ["EUR", "USD"],
            default: "EUR",
            description: "Main currency",
          },
        },
      },
    });
  });

  it("contributes nothing for a plugin that declares nothing", () => {
    const { contributes } = bridgeManifest({ ...BOOKKEEPER, commands: [], panels: [], config: [] });
    assert.deepEqual(contributes, {});
  });

  it("puts panels where they ask to be, the unknown into the sidebar", () => {
    const panels = ["sidebar", "panel", "explorer", "nowhere", "__proto__", "sidebar"].map((location, index) => ({
      id: `p${index}`,
      title: `P${index}`,
      location,
    }));
    const { contributes } = bridgeManifest({ ...BOOKKEEPER, panels });
    const views = contributes.views as Record<string, { id: string }[]>;
    const places = Object.entries(views).map(([place, list]) => [place, list.map(({ id }) => id.split(".").at(-1))]);
    assert.deepEqual(places, [
      ["aihub-plugins-ai-bookkeeper-activitybar", ["p0", "p3", "p4", "p5"]],
      ["aihub-plugins-ai-bookkeeper-panel", ["p1"]],
      ["explorer", ["p2"]],
    ]);
  });

  for (const [icon, shown] of [
    ["graph", "$(graph)"],
    ["calculator", "icons/calculator.svg"],
    ["no-such-icon", "$(extensions)"],
    ["../../x", "$(extensions)"],
    ["__proto__", "$(extensions)"],
    [undefined, "$(extensions)"],
  ] as const) {
    it(`shows the icon ${icon} as ${shown}`, () => {
      const { contributes } = bridgeManifest({ ...BOOKKEEPER, panels: [{ id: "p", title: "P", icon }] });
      const [container] = (contributes.viewsContainers as { activitybar: { icon: string }[] }).activitybar;
      assert.equal(container?.icon, shown);
    });
  }

  for (const id of ["", "../x", "A", "a.b", "a b", "-a", "a".repeat(65)]) {
    it(`refuses the plugin id ${JSON.stringify(id.slice(0, 10))}`, () => {
      assert.throws(() => bridgeManifest({ ...BOOKKEEPER, id }), RangeError);
    });
  }

  it("drops commands and panels whose id could mean something else, and repeated ones", () => {
    const ids = ["ok", "ok", "a b", "", "x:y", "../z", "é", "-dash", "a".repeat(101)];
    const items = ids.map((id) => ({ id, title: id }));
    const { contributes } = bridgeManifest({ ...BOOKKEEPER, commands: items, panels: items });
    assert.deepEqual(contributes.commands, [
      { command: "aihub-plugins.ai-bookkeeper.ok", title: "ok", category: "AI Bookkeeper" },
    ]);
    assert.equal(Object.values(contributes.views as Record<string, unknown[]>).flat().length, 1);
  });

  for (const category of ["AI Hub", "ai hub", " AI\u200bHub ", "AI-HUB", "ＡＩ Ｈｕｂ"]) {
    it(`does not let a command pass for AI Hub's own by the category ${JSON.stringify(category)}`, () => {
      const commands = [{ id: "x", title: "Trust all plugins", category }];
      const { contributes } = bridgeManifest({ ...BOOKKEEPER, commands });
      assert.equal((contributes.commands as { category: string }[])[0]?.category, "AI Bookkeeper");
      const named = bridgeManifest({ ...BOOKKEEPER, commands, name: category });
      assert.equal((named.contributes.commands as { category: string }[])[0]?.category, "Plugin ai-bookkeeper");
    });
  }

  it("shows a setting's description as one plain line and leaves out settings of enormous size", () => {
    const config = readConfigSchema({
      properties: {
        a: { type: "string", markdownDescription: "[x](command:evil)", pattern: "(a+)+$", description: "A\n\u202eB" },
        b: { type: "string", default: "x".repeat(9000) },
      },
    });
    const { contributes } = bridgeManifest({ ...BOOKKEEPER, config });
    assert.deepEqual((contributes.configuration as { properties: unknown }).properties, {
      "aihub.plugins.ai-bookkeeper.a": { type: "string", description: "A \\u{202e}B" },
    });
  });

  it("shortens lists that are too long to show", () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({ id: `c${index}`, title: "T" }));
    const { contributes } = bridgeManifest({ ...BOOKKEEPER, commands: many, panels: many });
    assert.equal((contributes.commands as unknown[]).length, 200);
    assert.equal(Object.values(contributes.views as Record<string, unknown[]>).flat().length, 20);
  });

  it("labels are one short visible line whatever the text", () => {
    assert.equal(plainLabel("  a\r\n\tb\u202ec\u0000 "), "a b\\u{202e}c\\u{0}");
    assert.equal(plainLabel("x".repeat(100), 10), "xxxxxxxxx…");
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), fc.integer({ min: 2, max: 100 }), (text, limit) => {
        const label = plainLabel(text, limit);
        assert.ok(label.length <= limit);
        assert.ok(label.isWellFormed());
        assert.doesNotMatch(label, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
