// Runs in a panel's page before the plugin's own script, and is the only one that ever holds VS Code's webview API.
(() => {
  const LIMIT = 1024 * 1024;
  const MAX_REPORTS = 20;
  const vscode = globalThis.acquireVsCodeApi();
  delete globalThis.acquireVsCodeApi;

  const { stringify, parse } = JSON;
  const handlers = new Set();
  let ready = false;
  let reports = 0;

  function encode(value, what) {
    const json = stringify(value);
    if (json === undefined) throw new TypeError(`${what} is not JSON`);
    if (json.length > LIMIT) {
      report(`${what} of ${json.length} characters refused: the limit is ${LIMIT}`);
      throw new RangeError(`${what} may have at most ${LIMIT} characters as JSON`);
    }
    return json;
  }

  // A page in an error loop must not flood the editor: what it reports is short and counted.
  function report(text) {
    reports += 1;
    if (reports <= MAX_REPORTS) vscode.postMessage({ type: "report", text: String(text).slice(0, 2000) });
  }

  globalThis.addEventListener("message", (event) => {
    const data = event.data;
    if (data?.type !== "aihub-message" || typeof data.json !== "string") return;
    for (const handler of [...handlers]) handler(parse(data.json));
  });
  globalThis.addEventListener("error", (event) => {
    const root = document.getElementById("root");
    if (root && !root.hasChildNodes()) root.textContent = `This panel's page failed: ${event.message}`;
    report(event.error?.stack || `${event.message} (${event.filename}:${event.lineno})`);
  });
  globalThis.addEventListener("unhandledrejection", (event) => report(event.reason?.stack || event.reason));
  globalThis.addEventListener("securitypolicyviolation", (event) => {
    report(`The panel's content security policy refused ${event.violatedDirective}: ${event.blockedURI}`);
  });
  // VS Code opens a clicked link outside after asking. Only a person may click: a script's click could carry data out.
  globalThis.addEventListener(
    "click",
    (event) => {
      if (event.isTrusted) return;
      const link = event.composedPath().find((node) => node.localName === "a" && node.href);
      if (!link || link.getAttribute("href")?.startsWith("#")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
  // Chromium's content security policy does not cover peer connections, so they lead around `connect-src`. This is no
  // wall: a page finds another in an empty frame (https://github.com/w3c/webappsec-csp/issues/92).
  for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection"]) delete globalThis[name];

  const panel = {
    panelId: document.currentScript.dataset.panel,
    postMessage(message) {
      vscode.postMessage({ type: "message", json: encode(message, "A panel message") });
    },
    onMessage(handler) {
      if (typeof handler !== "function") throw new TypeError("The handler is not a function");
      handlers.add(handler);
      if (!ready) {
        ready = true;
        vscode.postMessage({ type: "ready" });
      }
      return () => handlers.delete(handler);
    },
    getState() {
      return vscode.getState();
    },
    setState(state) {
      vscode.setState(parse(encode(state, "A panel's state")));
    },
  };
  Object.defineProperty(globalThis, "aiHubPanel", { value: Object.freeze(panel), enumerable: true });
})();
