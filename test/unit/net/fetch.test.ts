import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import type { PluginInstance } from "../../../runtime/host/plugin-instance.ts";
import { ALL, createTestHost, manifest, type TestHost } from "../../support/host.ts";
import { closeAll, serve, serveRaw, type TestServer } from "./network.ts";

/** Runs an async function with this body in a plugin of its own. */
type Run = (body: string) => Promise<unknown>;

describe("fetch and aiHub.http in a plugin", () => {
  let test: TestHost;
  let server: TestServer;
  let base: string;
  let plugins = 0;
  before(async () => {
    test = await createTestHost();
    server = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { method, url, headers } = request;
        if (url === "/redirect") return void response.writeHead(302, { location: "/echo" }).end();
        if (url === "/away") return void response.writeHead(302, { location: "http://undeclared.example/" }).end();
        if (url === "/404") return void response.writeHead(404, { "x-a": "ü" }).end("gone");
        response.setHeader("set-cookie", ["a=1", "b=2"]);
        response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString("latin1") }));
      });
    });
    base = `http://127.0.0.1:${server.port}`;
  });
  after(async () => {
    await test.dispose();
    await closeAll();
  });

  /** A plugin whose command `run` has this body; `base` is the server's URL. */
  async function open(body: string, domains: readonly string[] | undefined): Promise<PluginInstance> {
    const permissions = domains ? { permissions: { network: { domains, protocols: ["http", "https"] } } } : {};
    const dir = await test.write(`fetch-${plugins}`, {
      "plugin.json": manifest({
        name: `Fetch ${plugins++}`,
        ui: { commands: [{ id: "run", title: "Run" }] },
        ...permissions,
      }),
      "main.js": `export const commands = { run: async (base) => {\n${body}\n} };`,
    });
    return test.host.openFolder(dir, { rules: ALL });
  }

  const inPlugin =
    (domains: () => readonly string[] | undefined): Run =>
    async (body) => {
      const instance = await open(body, domains());
      try {
        return await instance.invoke("run", base);
      } finally {
        await instance.stop();
      }
    };
  const run = inPlugin(() => [`127.0.0.1:${server.port}`]);

  it("gets and posts text, JSON and bytes", async () => {
    assert.deepEqual(
      await run(`
        const a = await fetch(base + "/echo?x=1#f", { headers: { "X-Test": "1", Host: "other.example", Cookie: "c=1" } });
        const echo = await a.json();
        const b = await aiHub.http.post(base + "/p", { a: "ü" });
        const c = await fetch(new Request(base + "/b", { method: "PUT", body: new Uint8Array([0, 255]) }));
        const d = await aiHub.http.get(base + "/404");
        return [a.status, a.ok, a.url === base + "/echo?x=1", a.type, a.redirected, a.headers.getSetCookie(),
          echo.method, echo.url, echo.headers["x-test"], echo.headers.host === base.slice(7), echo.headers.cookie,
          (await b.json()).body, (await c.json()).body, d.status, d.ok, d.headers.get("x-a"), await d.text()];`),
      [
        ...[200, true, true, "basic", false, ["a=1", "b=2"]],
        ...["GET", "/echo?x=1", "1", true, "c=1"],
        ...['{"a":"Ã¼"}', "\0ÿ", 404, false, "ü", "gone"],
      ],
    );
  });

  it("follows redirects, shows them, or takes them for errors", async () => {
    assert.deepEqual(
      await run(`
        const a = await fetch(base + "/redirect");
        const b = await fetch(base + "/redirect", { redirect: "manual" });
        const c = await fetch(base + "/redirect", { redirect: "error" }).catch((e) => [e.name, e.code]);
        return [a.redirected, a.url.slice(base.length), b.status, b.headers.get("location"), c];`),
      [true, "/echo", 302, "/echo", ["TypeError", "ERR_IO"]],
    );
  });

  it("is refused what is not declared: first hop, later hops, undeclared network, other schemes", async () => {
    const attempt = (call: string) =>
      `await ${call}.then(() => "answered", (e) => [e.name, e.code, e.message, e instanceof Error])`;
    const denied = (what: string) => ["SecurityError", "ERR_PERMISSION_DENIED", what, true];
    assert.deepEqual(
      await run(`return [${attempt('fetch("http://undeclared.example/x")')}, ${attempt('fetch(base + "/away")')},
        ${attempt('aiHub.http.get("http://localhost:" + base.split(":")[2])')}, ${attempt('fetch("file:///etc/passwd")')},
        ${attempt('fetch("data:,x")')}];`),
      [
        denied("Domain not permitted: undeclared.example"),
        denied("Domain not permitted: undeclared.example"),
        denied(`Domain not permitted: localhost:${server.port}`),
        denied("Protocol not permitted: file"),
        denied("Protocol not permitted: data"),
      ],
    );
    const none = inPlugin(() => undefined);
    assert.deepEqual(await none(`return [typeof aiHub.http, ${attempt("fetch(base)")}];`), [
      "undefined",
      denied("Protocol not permitted: http"),
    ]);
  });

  it("tells a failed network by a TypeError, and a plugin's own abort by its reason", async () => {
    const silent = await serveRaw(() => {});
    const gone = await serveRaw((socket) => socket.destroy());
    const both = inPlugin(() => [`127.0.0.1:${silent.port}`, `127.0.0.1:${gone.port}`]);
    const result = await both(`
      const silent = "http://127.0.0.1:${silent.port}", gone = "http://127.0.0.1:${gone.port}";
      const told = (p) => p.then(() => "answered", (e) => [e.name ?? e, e.code]);
      const controller = new AbortController();
      const aborted = told(fetch(silent, { signal: controller.signal }));
      const mine = told(fetch(new Request(silent, { signal: AbortSignal.timeout(30) })));
      const limit = told(aiHub.http.get(silent, { timeoutMs: 40 }));
      setTimeout(() => controller.abort("enough"), 20);
      return [await told(fetch(gone)), await aborted, await mine, await limit];`);
    assert.deepEqual(result, [
      ["TypeError", "ERR_IO"],
      ["enough", null],
      ["TimeoutError", 23],
      ["TimeoutError", "ERR_TIMEOUT"],
    ]);
    while (silent.standing() > 0) await new Promise((resolve) => setTimeout(resolve, 5)); // the host hung up
  });

  it("what is aborted before it was sent is never sent; what waits does not block an abort", async () => {
    let asked = 0;
    const slow = await serve((request, response) => {
      asked++;
      if (request.url === "/0") response.end();
    });
    const many = inPlugin(() => [`127.0.0.1:${slow.port}`]);
    const result = await many(`
      const all = [];
      const controllers = [];
      for (let i = 0; i < 40; i++) {
        const controller = new AbortController();
        controllers.push(controller);
        all.push(fetch("http://127.0.0.1:${slow.port}/" + i, { signal: controller.signal }).catch((e) => e.name));
      }
      await all.shift();
      for (const controller of controllers.reverse()) controller.abort();
      return [...new Set(await Promise.all(all))];`);
    assert.deepEqual(result, ["AbortError"]);
    assert.ok(asked > 0 && asked < 40, `${asked} of 40 were sent`);
  });

  it("stopping the plugin ends its requests", async () => {
    const silent = await serveRaw(() => {});
    const instance = await open(`return fetch("http://127.0.0.1:${silent.port}")`, [`127.0.0.1:${silent.port}`]);
    const call = instance.invoke("run", base).catch((error: { code: string }) => error.code);
    while (silent.standing() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await instance.stop();
    assert.equal(await call, "ERR_CANCELLED");
    while (silent.standing() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  });
});
