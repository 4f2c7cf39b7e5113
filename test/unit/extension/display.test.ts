import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { errorText, inert } from "../../../extension/display.ts";
import { promptText } from "../../../extension/ports/prompt-text.ts";
import { AiHubError } from "../../../runtime/core/errors.ts";
import type { PromptRequest } from "../../../runtime/core/ports.ts";

/** How VS Code finds links in messages (src/vs/base/common/linkedText.ts), as of 1.139. */
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
/** How it finds icons in labels (src/vs/base/common/themables.ts). */
const ICON = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/;

describe("plugin-supplied text in VS Code's surfaces", () => {
  for (const text of [
    "[Yes](command:workbench.action.quit)",
    'a [b](https://x.example "t") c',
    "[[x](file:///etc/passwd)",
  ]) {
    it(`is no link: ${text}`, () => {
      assert.match(text, LINK);
      assert.doesNotMatch(inert(text), LINK);
      assert.doesNotMatch(errorText(new Error(text)), LINK);
    });
  }

  it("is no icon", () => {
    assert.match("$(shield) Verified $(sync~spin)", ICON);
    assert.doesNotMatch(inert("$(shield) Verified $(sync~spin)"), ICON);
  });

  it("stays as it is otherwise", () => assert.equal(inert("[a] (b) $5 ($)"), "[a] (b) $5 ($)"));

  it("tells errors in one short text with their hint", () => {
    assert.equal(errorText(new AiHubError("ERR_IO", "No", "try again")), "No (try again)");
    assert.equal(errorText("thrown"), "thrown");
    assert.equal(errorText(undefined), "undefined");
    assert.ok(errorText(new Error("x".repeat(5000))).length <= 1000);
  });

  it("asks for a permission in words that name plugin, value, scope and claim, none of them live", () => {
    const evil = "[ok](command:evil)";
    const request: PromptRequest = {
      pluginId: "demo",
      pluginName: `Demo ${evil}`,
      kind: "read",
      value: `/data/a.csv ${evil}`,
      scope: "./data/*",
      reason: `Reads exports ${evil}`,
      origin: `src/main.ts:3 in ${evil}`,
      signal: new AbortController().signal,
    };
    const { message, detail } = promptText(request, false);
    assert.match(message, /^Allow "Demo .*" to read files\?$/);
    assert.match(detail, /File: \/data\/a\.csv/);
    assert.match(detail, /\.\/data\/\*/);
    assert.match(detail, /The plugin says: "Reads exports/);
    assert.match(detail, /Plugin id: demo/);
    assert.doesNotMatch(message + detail, LINK);
    assert.doesNotMatch(detail, /Asked by/);
    const debugged = promptText(request, true).detail;
    assert.match(debugged, /Asked by src\/main\.ts:3 in/);
    assert.doesNotMatch(debugged, LINK);
  });
});
