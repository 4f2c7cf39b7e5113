import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type PanelPage, panelPage, statusPage } from "../../../extension/panels/panel-html.ts";

const PAGE: PanelPage = {
  nonce: "bm9uY2U",
  cspSource: "https://*.vscode-cdn.net",
  panelId: "dashboard",
  title: "Dashboard",
  scriptUri: "https://file.vscode-cdn.net/p/dist/ui/main.js",
  styleUri: "https://file.vscode-cdn.net/p/dist/ui/main.css",
  bridgeScript: "/* bridge */",
};

describe("panel page", () => {
  it("puts its policies before anything that could load", () => {
    const html = panelPage(PAGE);
    const policies = [...html.matchAll(/<meta http-equiv="Content-Security-Policy" content="([^"]*)">/g)];
    assert.deepEqual(
      policies.map(([, content]) => content),
      [
        "default-src 'none'; script-src 'nonce-bm9uY2U'; style-src https://*.vscode-cdn.net 'unsafe-inline'; " +
          "img-src https://*.vscode-cdn.net data:; font-src https://*.vscode-cdn.net; connect-src 'none'; " +
          "frame-src 'none'; worker-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'",
        "script-src https://*.vscode-cdn.net 'unsafe-inline'",
      ],
    );
    const end = (policies.at(-1)?.index ?? Number.POSITIVE_INFINITY) + (policies.at(-1)?.[0].length ?? 0);
    assert.doesNotMatch(html.slice(0, end), /<script|<link|<style|<base/);
    assert.doesNotMatch(html, /<base/);
  });

  it("runs two scripts, the bridge before the plugin's", () => {
    const scripts = [...panelPage(PAGE).matchAll(/<script([^>]*)>/g)].map(([, attributes]) => attributes?.trim());
    assert.deepEqual(scripts, [
      'nonce="bm9uY2U" data-panel="dashboard"',
      'nonce="bm9uY2U" type="module" src="https://file.vscode-cdn.net/p/dist/ui/main.js"',
    ]);
  });

  it("leaves the style sheet out where the plugin has none", () => {
    assert.doesNotMatch(panelPage({ ...PAGE, styleUri: undefined }), /<link/);
  });

  for (const evil of [`"><script>x</script>`, "<!--", `' onload='x`, "</title><base href=//evil>"]) {
    it(`shows the text ${evil} as text`, () => {
      const html = panelPage({ ...PAGE, title: evil, panelId: evil, scriptUri: evil, styleUri: evil });
      assert.ok(!html.includes(evil));
      const status = statusPage({ nonce: "n", title: evil, text: evil, isError: true, actions: ["start"], css: "" });
      assert.ok(!status.includes(evil));
    });
  }

  it("keeps the bridge script inside its element", () => {
    const html = panelPage({ ...PAGE, bridgeScript: 'const a = "</SCRIPT><!--<script>";' });
    assert.equal([...html.matchAll(/<\/script/gi)].length, 2);
    assert.doesNotMatch(html, /<!--/);
  });
});

describe("status page", () => {
  it("loads nothing and offers its actions as buttons", () => {
    const html = statusPage({
      nonce: "n",
      title: "Plugin is stopped",
      text: "Start it",
      isError: false,
      actions: ["start", "log"],
      css: "p{}",
    });
    assert.match(html, /script-src 'nonce-n'; style-src 'unsafe-inline'; img-src data:; font-src 'none'/);
    assert.deepEqual(
      [...html.matchAll(/data-action="(\w+)"/g)].map(([, action]) => action),
      ["start", "log"],
    );
    assert.doesNotMatch(html, /src="|href="/);
  });
});
