import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import fc from "fast-check";
import { after, describe, it } from "mocha";
import { AiHubError } from "../../../runtime/core/errors.ts";
import { nextHop } from "../../../runtime/host/net/redirect.ts";
import { readTarget } from "../../../runtime/host/net/target.ts";
import { closeAll, network, serve, serveSecurely, text } from "./network.ts";

const DENIED = { code: "ERR_PERMISSION_DENIED", name: "SecurityError" };

/** Answers `/<status>?<location>` with that redirect, everything else with what it was sent. */
async function redirecting(secure = false) {
  const seen: string[] = [];
  const listen = secure ? serveSecurely : serve;
  const server = await listen((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    const [, status, location = ""] = /^\/(30\d)\?(.*)$/.exec(request.url ?? "") ?? [];
    if (status) response.writeHead(Number(status), { location: decodeURIComponent(location) }).end("moved");
    else void echo(request).then((echoed) => response.end(JSON.stringify(echoed)));
  });
  return { ...server, seen };
}

async function echo(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return { method: request.method, headers: request.headers, body: Buffer.concat(chunks).toString() };
}

const to = (status: number, location: string): string => `/${status}?${encodeURIComponent(location)}`;
const parsed = (response: { body: Uint8Array }) =>
  JSON.parse(new TextDecoder().decode(response.body)) as Awaited<ReturnType<typeof echo>>;

describe("the network of a plugin: redirects", () => {
  after(closeAll);
  const body = new TextEncoder().encode("data");

  it("change methods and bodies as the Fetch standard says", async () => {
    const server = await redirecting();
    const send = network({ domains: [`127.0.0.1:${server.port}`] });
    const cases = [
      [301, "POST", "GET", ""],
      [302, "POST", "GET", ""],
      [302, "PUT", "PUT", "data"],
      [303, "PUT", "GET", ""],
      [303, "POST", "GET", ""],
      [307, "POST", "POST", "data"],
      [308, "DELETE", "DELETE", "data"],
    ] as const;
    for (const [status, method, then, arrives] of cases) {
      const headers = [["Content-Type", "text/x"] as const, ["X-Kept", "1"] as const];
      const response = await send(`http://127.0.0.1:${server.port}${to(status, "/end")}`, { method, headers, body });
      const echoed = parsed(response);
      assert.deepEqual([echoed.method, echoed.body], [then, arrives], `${status} ${method}`);
      assert.equal(echoed.headers["content-type"], arrives ? "text/x" : undefined);
      assert.equal(echoed.headers["x-kept"], "1");
      assert.deepEqual([response.redirected, response.url], [true, `http://127.0.0.1:${server.port}/end`]);
    }
  });

  it("are checked hop by hop: host, port, scheme and address; no handshake with what is refused", async () => {
    const start = await redirecting();
    const other = await redirecting();
    const send = network({
      domains: [`127.0.0.1:${start.port}`, "named.test:*"],
      protocols: ["http"],
      resolve: async () => ["127.0.0.1"],
    });
    const targets = [
      `http://127.0.0.1:${other.port}/`,
      `http://2130706433:${other.port}/`,
      `http://[::ffff:7f00:1]:${other.port}/`,
      `//127.0.0.1:${other.port}/`,
      `\\\\127.0.0.1:${other.port}\\`,
      `http://localhost:${other.port}/`,
      `http://named.test:${other.port}/`,
      `https://127.0.0.1:${start.port}/`,
      "file:///etc/passwd",
      "data:text/plain,x",
      "javascript:1",
      "ftp://127.0.0.1/",
    ];
    for (const target of targets) {
      await assert.rejects(send(`http://127.0.0.1:${start.port}${to(302, target)}`), DENIED, target);
    }
    assert.equal(other.connections(), 0);
    assert.equal(start.seen.length, targets.length);
    const named = send(`http://127.0.0.1:${start.port}${to(302, `http://u:p@127.0.0.1:${start.port}/`)}`);
    await assert.rejects(named, { code: "ERR_INVALID_ARGUMENT" });
  });

  it("do not carry credentials to another origin (deno #36361)", async () => {
    const [here, there] = [await redirecting(), await redirecting()];
    const send = network({ domains: [`127.0.0.1:${here.port}`, `127.0.0.1:${there.port}`, `localhost:${here.port}`] });
    const headers = [
      ["Authorization", "Bearer secret"],
      ["cookie", "session=secret"],
      ["X-Other", "1"],
    ] as const;
    const start = `http://127.0.0.1:${here.port}`;
    const same = parsed(await send(start + to(302, "/end"), { headers }));
    assert.deepEqual([same.headers.authorization, same.headers.cookie], ["Bearer secret", "session=secret"]);
    const back = to(302, `${start}/end`);
    for (const location of [
      `http://127.0.0.1:${there.port}/`,
      `http://localhost:${here.port}/`,
      `http://127.0.0.1:${there.port}${back}`,
    ]) {
      const away = parsed(await send(start + to(307, location), { headers }));
      assert.deepEqual([away.headers.authorization, away.headers.cookie], [undefined, undefined], location);
      assert.equal(away.headers["x-other"], "1");
    }
  });

  it("from https to http need http to be declared, and are another origin then", async () => {
    const secure = await redirecting(true);
    const plain = await redirecting();
    const domains = [`localhost:${secure.port}`, `localhost:${plain.port}`];
    const url = `https://localhost:${secure.port}${to(302, `http://localhost:${plain.port}/`)}`;
    await assert.rejects(network({ domains, protocols: ["https"] })(url), {
      ...DENIED,
      message: "Protocol not permitted: http",
    });
    assert.equal(plain.connections(), 0);
    const headers = [["authorization", "secret"] as const];
    const arrived = parsed(await network({ domains })(url, { headers }));
    assert.equal(arrived.headers.authorization, undefined);
  });

  it("end after twenty, and in a loop", async () => {
    const server = await redirecting();
    const send = network({ domains: [`127.0.0.1:${server.port}`] });
    const chain = (hops: number): string => (hops === 0 ? "/end" : to(302, chain(hops - 1)));
    const url = `http://127.0.0.1:${server.port}`;
    const short = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end("end");
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    const count = network({ domains: [`127.0.0.1:${short.port}`] });
    assert.equal(text(await count(`http://127.0.0.1:${short.port}/20`)), "end");
    await assert.rejects(count(`http://127.0.0.1:${short.port}/21`), { code: "ERR_IO", message: /More than 20/ });
    assert.equal(parsed(await send(url + chain(2))).method, "GET");
  });

  it("that name no place or several are not followed", async () => {
    const server = await serve((request, response) => {
      if (request.url === "/none") response.writeHead(302).end("here");
      else
        response
          .writeHead(
            302,
            [
              ["location", "/a"],
              ["location", "/b"],
            ].flat(),
          )
          .end();
    });
    const send = network({ domains: [`127.0.0.1:${server.port}`] });
    const none = await send(`http://127.0.0.1:${server.port}/none`);
    assert.deepEqual([none.status, text(none), none.redirected], [302, "here", false]);
    await assert.rejects(send(`http://127.0.0.1:${server.port}/two`), { code: "ERR_IO", message: /several/ });
  });

  it("property: another origin gets no credentials, and every hop is http or https without a user name", () => {
    const origins = fc.constantFrom(
      "http://a.test",
      "https://a.test",
      "http://a.test:81",
      "http://b.test",
      "http://A.test.:80",
    );
    const places = fc.oneof(
      origins,
      fc.tuple(origins, fc.webPath()).map((parts) => parts.join("")),
      fc.webPath(),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.constantFrom(
        "//b.test/x",
        "\\\\b.test",
        "?q",
        "",
        "http://u@a.test/",
        "ftp://a.test/",
        "mailto:x",
        "http:b.test",
      ),
      fc.string(),
    );
    const methods = fc.constantFrom("GET", "HEAD", "POST", "PUT", "DELETE");
    const statuses = fc.constantFrom(301, 302, 303, 307, 308);
    fc.assert(
      fc.property(origins, places, methods, statuses, (from, location, method, status) => {
        const headers = ["authorization", "cookie", "proxy-authorization", "x-kept"].map(
          (name) => [name, "1"] as const,
        );
        const hop = { target: readTarget(from), method, headers, body: undefined };
        let next: ReturnType<typeof nextHop>;
        try {
          next = nextHop(hop, status, [["location", location]]);
        } catch (error) {
          return assert.ok(error instanceof AiHubError, String(error));
        }
        assert.ok(next);
        const { url, protocol, host } = next.target;
        assert.ok(protocol === "http" || protocol === "https");
        assert.equal(url.username + url.password, "");
        const kept = next.headers.map(([name]) => name);
        assert.equal(kept.includes("cookie"), url.origin === hop.target.url.origin);
        assert.equal(kept.includes("authorization"), url.origin === hop.target.url.origin);
        if (host !== hop.target.host || protocol !== hop.target.protocol) assert.deepEqual(kept, ["x-kept"]);
      }),
      { numRuns: 2000 },
    );
  });

  it("are answers when the plugin follows itself", async () => {
    const server = await redirecting();
    const send = network({ domains: [`127.0.0.1:${server.port}`] });
    const response = await send(`http://127.0.0.1:${server.port}${to(302, "http://other.test/")}`, {
      redirect: "manual",
    });
    assert.deepEqual([response.status, text(response)], [302, "moved"]);
    const asError = send(`http://127.0.0.1:${server.port}${to(302, "/end")}`, { redirect: "error" });
    await assert.rejects(asError, { code: "ERR_IO", message: /redirect/ });
    assert.equal(server.seen.length, 2);
  });
});
