import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { ManifestView } from "../../../language-server/feature.ts";
import { FIX_ALL, sourceCodeActions } from "../../../language-server/features/code-actions/code-actions.ts";
import type { SourceUse } from "../../../runtime/core/manifest/sources/source-use.ts";
import { lintManifest } from "../../../runtime/core/manifest/validate.ts";
import { ALL, actionsIn, done, parsed } from "./actions.ts";
import { type Around, viewOf } from "./view.ts";

describe("language server: code actions", () => {
  describe("with the sources", () => {
    const use = (kind: SourceUse["kind"], value: string): SourceUse => ({
      path: "src/main.ts",
      kind,
      value,
      call: "aiHub.x",
      start: 0,
      end: value.length,
      line: 12,
      column: 5,
    });
    const linted = (text: string, uses: readonly SourceUse[], around: Around = {}): ManifestView => {
      const { view } = viewOf(text, { ...around, uses });
      return { ...view, problems: lintManifest(text, { uses }).problems };
    };
    const base = '"name": "A", "version": "1.0.0", "description": "d", "keywords": ["k"]';
    const offered: readonly (readonly [members: string, uses: readonly SourceUse[], title: RegExp, after: string])[] = [
      [
        "",
        [use("net", "https://a.example/x")],
        /Declare a network/,
        ', "permissions": { "network": { "domains": ["a.example"], "protocols": ["https"] } }',
      ],
      ["", [use("command", "go")], /Declare the command/, ', "ui": { "commands": [{ "id": "go", "title": "Go" }] }'],
      [', "api": {"events": ["x"]}', [use("emit", "done")], /Declare the event/, ', "api": {"events": ["x", "done"]}'],
      [
        ', "permissions": {"memory": {"collections": ["a", "b"]}}',
        [use("memory", "a")],
        /Remove/,
        ', "permissions": {"memory": {"collections": ["a"]}}',
      ],
      [
        ', "permissions": {"filesystem": {"read": ["/etc/**"]}}',
        [use("read", "/etc/hosts")],
        /Narrow/,
        ', "permissions": {"filesystem": {"read": ["/etc/hosts"]}}',
      ],
    ];
    for (const [members, uses, title, after] of offered) {
      it(`${title.source}${members}`, () => {
        const view = linted(`{${base}${members}}`, uses);
        const action = actionsIn(view, ["quickfix"]).find((each) => title.test(each.title));
        assert.ok(
          action,
          actionsIn(view, ["quickfix"])
            .map((each) => each.title)
            .join(),
        );
        const text = done(view, action);
        assert.deepEqual(parsed(text), parsed(`{${base}${after}}`));
        const gone = view.problems.find(({ fix }) => title.test(fix?.title ?? ""))?.code;
        const left = lintManifest(text, { uses }).problems.map(({ code }) => code);
        assert.ok(gone !== undefined && !left.includes(gone), left.join());
      });
    }

    it("permissions are changed by choice alone", () => {
      const view = linted(`{${base}}`, [use("net", "https://a.example/x")]);
      assert.deepEqual(
        actionsIn(view, ["quickfix"]).filter(({ isPreferred }) => isPreferred),
        [],
      );
      assert.deepEqual(actionsIn(view, [FIX_ALL]), []);
    });

    it("the source that needs a permission offers to declare it", () => {
      const view = linted(`{${base}}`, [use("net", "https://a.example/x")]);
      const at = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 9 } });
      const params = (line: number, path = "src/main.ts") => ({
        textDocument: { uri: `${view.folder.uri}/${path}` },
        range: at(line),
        context: { diagnostics: [] },
      });
      const [action] = sourceCodeActions(view, params(11), ALL);
      assert.match(done(view, action ?? assert.fail()), /"a\.example"/);
      assert.deepEqual(sourceCodeActions(view, params(12), ALL), []);
      assert.deepEqual(sourceCodeActions(view, params(11, "src/other.ts"), ALL), []);
    });
  });
});
