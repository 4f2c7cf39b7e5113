import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";
import { describe, it } from "mocha";

const SCRIPT = readFileSync(join(import.meta.dirname, "../../../media/panel.js"), "utf8");

/** Runs `media/panel.js` in a realm of its own with the little of a page that it touches. */
function load() {
  const posted: { type: string; json?: string; text?: string }[] = [];
  const listeners = new Map<string, (event: unknown) => void>();
  const root = { textContent: "", hasChildNodes: () => root.textContent !== "" };
  let state: unknown;
  const page = vm.createContext({
    acquireVsCodeApi: () => ({
      postMessage: (message: { type: string }) => posted.push(message),
      getState: () => state,
      setState: (next: unknown) => {
        state = next;
      },
    }),
    addEventListener: (type: string, listener: (event: unknown) => void) => listeners.set(type, listener),
    document: { currentScript: { dataset: { panel: "dashboard" } }, getElementById: () => root },
    RTCPeerConnection: class {},
  });
  vm.runInContext(SCRIPT, page);
  return {
    posted,
    root,
    run: (code: string): unknown => vm.runInContext(code, page),
    emit: (type: string, event: unknown) => listeners.get(type)?.(event),
  };
}

describe("the script in a panel's page", () => {
  it("keeps VS Code's interface to itself", () => {
    const { run } = load();
    assert.equal(run("typeof acquireVsCodeApi"), "undefined");
    assert.equal(run("typeof RTCPeerConnection"), "undefined");
    assert.equal(run("Object.isFrozen(aiHubPanel)"), true);
    assert.equal(run("'use strict'; try { aiHubPanel = 1; 'set' } catch { 'kept' }"), "kept");
    assert.equal(run("aiHubPanel.panelId"), "dashboard");
  });

  it("posts messages as JSON", () => {
    const { run, posted } = load();
    run("aiHubPanel.postMessage({ a: 1, b: undefined })");
    assert.deepEqual(plain(posted), [{ type: "message", json: '{"a":1}' }]);
  });

  it("refuses what is not JSON and what is too large before it leaves the page", () => {
    const { run, posted } = load();
    for (const value of [
      "undefined",
      "() => 1",
      "Symbol()",
      "(() => { const a = []; a.push(a); return a; })()",
      "1n",
    ]) {
      assert.equal(run(`try { aiHubPanel.postMessage(${value}); "sent" } catch (error) { error.name }`), "TypeError");
    }
    assert.equal(posted.length, 0);
    const huge = "'x'.repeat(50_000_000)";
    assert.equal(run(`try { aiHubPanel.postMessage(${huge}); "sent" } catch (error) { error.name }`), "RangeError");
    assert.equal(run(`try { aiHubPanel.setState(${huge}); "set" } catch (error) { error.name }`), "RangeError");
    assert.deepEqual(
      posted.map(({ type }) => type),
      ["report", "report"],
    );
    assert.ok(posted.every(({ text }) => (text ?? "").length < 200));
  });

  it("cannot be fed another JSON by a page that replaces it", () => {
    const { run, posted } = load();
    run("JSON.stringify = () => '{'; aiHubPanel.postMessage(1)");
    assert.deepEqual(plain(posted), [{ type: "message", json: "1" }]);
  });

  it("says that it listens once, hands messages to every handler, and stops on request", () => {
    const { run, posted, emit } = load();
    run("seen = []; stop = aiHubPanel.onMessage((m) => seen.push(m)); aiHubPanel.onMessage((m) => seen.push(m.a))");
    assert.deepEqual(plain(posted), [{ type: "ready" }]);
    emit("message", { data: { type: "aihub-message", json: '{"a":1}' } });
    run("stop()");
    emit("message", { data: { type: "aihub-message", json: '{"a":2}' } });
    emit("message", { data: { type: "other", json: "3" } });
    emit("message", { data: null });
    assert.equal(run("JSON.stringify(seen)"), '[{"a":1},1,2]');
  });

  it("keeps state as JSON", () => {
    const { run } = load();
    run("aiHubPanel.setState({ tab: 2, f() {} })");
    assert.equal(run("JSON.stringify(aiHubPanel.getState())"), '{"tab":2}');
  });

  it("reports errors of the page, shortened and counted", () => {
    const { posted, emit, root } = load();
    emit("error", { message: "Uncaught Error: no data", error: { stack: "y".repeat(9000) } });
    for (let index = 0; index < 100; index += 1)
      emit("error", { message: "again", error: { stack: "x".repeat(9000) } });
    assert.equal(root.textContent, "This panel's page failed: Uncaught Error: no data");
    assert.equal(posted.length, 20);
    assert.ok(posted.every(({ type, text }) => type === "report" && text?.length === 2000));
  });

  it("lets only a person follow a link out", () => {
    const { emit } = load();
    const click = (isTrusted: boolean, href: string) => {
      let stopped = false;
      const link = { localName: "a", href, getAttribute: () => href };
      emit("click", {
        isTrusted,
        composedPath: () => [link],
        preventDefault: () => {},
        stopImmediatePropagation: () => {
          stopped = true;
        },
      });
      return stopped;
    };
    assert.deepEqual(
      [click(false, "https://a.example"), click(true, "https://a.example"), click(false, "#part")],
      [true, false, false],
    );
  });
});

/** Objects of another realm are never deeply equal to ours. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
