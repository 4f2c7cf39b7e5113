import assert from "node:assert/strict";
import fc from "fast-check";
import { after, describe, it } from "mocha";
import { decide, type Query } from "../../../runtime/core/permissions/decide.ts";
import { parseTarget } from "../../../runtime/core/permissions/net-scope.ts";
import { NO_PERMISSIONS } from "../../../runtime/core/permissions/permission-set.ts";
import { readTarget } from "../../../runtime/host/net/target.ts";
import { resolveQuery } from "../../../runtime/host/permissions/resolve-query.ts";
import { closeAll, network, serve, text } from "./network.ts";

const ROOTS = { plugin: "/p", data: "/p", workspace: [], caseInsensitive: false };

describe("the network of a plugin: spellings of URLs", () => {
  after(closeAll);

  it("all spellings of an address are that address", async () => {
    const server = await serve((request, response) => response.end(request.headers.host));
    const at = `:${server.port}`;
    const spellings = ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "017700000001",
      "127.0.0.1.", "%31%32%37.0.0.1", "１２７.０.０.１", "127。0。0。1", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
      "[0:0:0:0:0:ffff:7f00:0001]"]; // biome-ignore format: a list of spellings
    const send = network({ domains: [`127.0.0.1${at}`] });
    for (const host of spellings) {
      assert.equal(text(await send(`http://${host}${at}/`)), `127.0.0.1${at}`, host);
    }
    const denied = network({ domains: ["0.0.0.0/0:*", "::/0:*"], deny: [`127.0.0.1${at}`] });
    for (const host of spellings) {
      await assert.rejects(denied(`http://${host}${at}/`), { code: "ERR_PERMISSION_DENIED" }, host);
    }
    assert.equal(server.connections(), spellings.length);
  });

  it("case, a trailing dot, IDN and escapes do not make another host", async () => {
    const server = await serve((request, response) => response.end(request.headers.host));
    const at = `:${server.port}`;
    const asked: string[] = [];
    const resolve = async (host: string): Promise<string[]> => {
      asked.push(host);
      return ["127.0.0.1"];
    };
    const send = network({ domains: ["bücher.test:*", "127.0.0.1:*"], resolve });
    const spellings = [
      "bücher.test",
      "BÜCHER.TEST",
      "xn--bcher-kva.test",
      "XN--BCHER-KVA.test.",
      "b%C3%BCcher.test",
      "bücher。test",
    ];
    for (const host of spellings) {
      assert.equal(text(await send(`http://${host}${at}/`)), `xn--bcher-kva.test${at}`, host);
    }
    assert.deepEqual(new Set(asked), new Set(["xn--bcher-kva.test"]));
    for (const host of ["bücher.test.evil.test", "xbücher.test", "bucher.test", "bücher.test..", "a.bücher.test"]) {
      await assert.rejects(send(`http://${host}${at}/`), (error: { code: string }) =>
        ["ERR_PERMISSION_DENIED", "ERR_INVALID_ARGUMENT"].includes(error.code),
      );
    }
  });

  it("what hides the host is refused, and nobody is connected to", async () => {
    const server = await serve((_, response) => response.end());
    const send = network({ domains: ["good.test:*"], resolve: async () => ["8.8.8.8"] });
    const at = `127.0.0.1:${server.port}`;
    const urls = [
      `http://good.test@${at}/`,
      `http://good.test:80@${at}/`,
      `http://@${at}/`,
      `http://${at}/@good.test`,
      `http://${at}#@good.test`,
      `http://${at}\\@good.test/`,
      `http:\\\\${at}\\good.test`,
      `http:/${at}/`,
      `http:${at}/`,
      `http://good.test\t@${at}`,
      ` \u0000http://${at}/`,
      `ht\ntp://${at}/`,
      "http://",
      "http://good.test:0/",
      "http://good.test:99999/",
      "http://good .test/",
      "http://[::1",
      "http://1.2.3.4.5/",
      "http://256.256.256.256/",
      "//good.test/",
      "good.test",
      "",
      `http://good.test/${"a".repeat(10_000)}`,
      "ws://good.test/",
      "blob:http://good.test/1",
      "file://good.test/etc/passwd",
      "http+unix://good.test/",
    ];
    for (const url of urls) {
      await assert.rejects(
        send(url),
        ({ code }: { code: string }) => code === "ERR_PERMISSION_DENIED" || code === "ERR_INVALID_ARGUMENT",
        url,
      );
    }
    assert.equal(server.connections(), 0);
  });

  it("what a request refuses for its spelling is not granted when a check asks for it", async () => {
    const scope = ["*.test", "*.test:*"];
    const declared = { ...NO_PERMISSIONS, net: scope, protocols: ["https"] };
    const stateOf = async (value: string): Promise<string> => {
      const roots = { ...ROOTS, reserved: { now: () => assert.fail("no path is looked at") } };
      const query = await resolveQuery("net", value, roots).catch((error: { code: string }) => error.code);
      return typeof query === "string"
        ? query
        : decide({ declared, allow: { net: scope }, deny: {} }, query, ROOTS).state;
    };
    for (const [url, state] of [
      ["https://user@good.test/", "ERR_PERMISSION_DENIED"],
      ["https://user:password@good.test/", "ERR_PERMISSION_DENIED"],
      ["https://:password@good.test/", "ERR_PERMISSION_DENIED"],
      ["https://good.test@bad.example/", "ERR_PERMISSION_DENIED"],
      ["https://*.good.test/", "ERR_INVALID_ARGUMENT"],
      ["https://%2a.good.test/", "ERR_INVALID_ARGUMENT"],
      [`https://good.test/${"é".repeat(3000)}`, "ERR_INVALID_ARGUMENT"],
    ] as const) {
      assert.equal(await stateOf(url), state, url);
      assert.throws(() => readTarget(url), { code: "ERR_INVALID_ARGUMENT" }, url);
    }
    for (const url of ["https://@good.test/", "https://a.good.test/@user", "https://good.test:8443/?a@b"]) {
      assert.equal(await stateOf(url), "granted", url);
      assert.equal(readTarget(url).protocol, "https");
    }
    assert.equal(await stateOf("*.good.test"), "ERR_INVALID_ARGUMENT");
  });

  it("ports: without one in the scope only the scheme's own", async () => {
    const server = await serve((_, response) => response.end("ok"));
    const url = `http://127.0.0.1:${server.port}/`;
    for (const scope of ["127.0.0.1", "127.0.0.1:80", "127.0.0.1:1"]) {
      await assert.rejects(network({ domains: [scope] })(url), {
        code: "ERR_PERMISSION_DENIED",
        message: `Domain not permitted: 127.0.0.1:${server.port}`,
      });
    }
    assert.equal(text(await network({ domains: ["127.0.0.1:*"] })(url)), "ok");
    assert.equal(server.connections(), 1);
  });

  it("property: what is decided about is what is connected to, however it is written", () => {
    const hosts = fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV4Extended(),
      fc.ipV6().map((address) => `[${address}]`),
      fc.webAuthority({ withIPv4Extended: true, withIPv6: true, withPort: true, withUserInfo: true }),
      fc.string({
        unit: fc.constantFrom(..."aAzZ019xX.-%@:[]/\\?#ſKßüé。．１٠\u200d\u00ad \t".split(""), "%2e", "%40", "xn--"),
      }),
    );
    const urls = fc.tuple(fc.constantFrom("http://", "https://", "HTTP:\\\\", "http:/"), hosts, fc.webPath());
    fc.assert(
      fc.property(urls, ([scheme, host, path]) => {
        const url = `${scheme}${host}${path}`;
        const target = attempt(url);
        if (!target) return;
        // What is sent and connected to is read from `target.url`; a second reading finds the same place.
        assert.deepEqual({ ...readTarget(target.url.href), url: 0 }, { ...target, url: 0 });
        const hostname = target.url.hostname.replace(/^\[|\]$/g, "");
        assert.equal(hostname, target.host);
        assert.equal(target.url.username + target.url.password, "");
        // `aihub permissions check` reads the same.
        const { protocol, host: named, port } = parseTarget(target.url.href) ?? {};
        assert.deepEqual([protocol, named, port], [target.protocol, target.host, target.port]);
        // A scope that names exactly what is connected to covers it; a deny of it denies it.
        const bracketed = target.host.includes(":") ? `[${target.host}]` : target.host;
        const scope = `${bracketed}:${target.port ?? (target.protocol === "https" ? 443 : 80)}`;
        const query: Query = { kind: "net", protocol: target.protocol, host: target.host, port: target.port };
        const declared = { ...NO_PERMISSIONS, net: [scope], protocols: [target.protocol] };
        assert.equal(decide({ declared, allow: { net: [scope] }, deny: {} }, query, ROOTS).state, "granted", scope);
        const all = { ...declared, net: "all", protocols: "all" } as const;
        assert.equal(
          decide({ declared: all, allow: { net: "all" }, deny: { net: [scope] } }, query, ROOTS).state,
          "denied",
        );
      }),
      { numRuns: 3000 },
    );
  });
});

function attempt(url: string): ReturnType<typeof readTarget> | undefined {
  try {
    return readTarget(url);
  } catch {
    return undefined;
  }
}
