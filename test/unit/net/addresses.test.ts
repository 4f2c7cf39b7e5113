import assert from "node:assert/strict";
import { after, describe, it } from "mocha";
import type { AuditEntry } from "../../../runtime/core/ports.ts";
import { isLoopback, isPublicAddress, reachedAddress } from "../../../runtime/host/net/address.ts";
import { HttpClient } from "../../../runtime/host/net/client.ts";
import { readTarget } from "../../../runtime/host/net/target.ts";
import { closeAll, network, serve, serveDns, serveSecurely, text } from "./network.ts";

const DENIED = { code: "ERR_PERMISSION_DENIED", name: "SecurityError" };

describe("addresses", () => {
  it("only those of the public internet are public", () => {
    const inside = `127.0.0.1 127.255.0.9 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254
      100.64.0.1 192.0.0.8 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255
      168.63.129.16 :: ::1 ::7f00:1 ::10.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:0:7f00:1 64:ff9b::7f00:1
      64:ff9b::10.0.0.1 64:ff9b:1::1 2002:7f00:1:: 2001::1 fe80::1 fe80::1%eth0 fec0::1 fc00::1 fd00:ec2::254 ff02::1
      100::1 2001:db8::1 3fff::1 5f00::1`;
    for (const address of inside.split(/\s+/)) assert.equal(isPublicAddress(address), false, address);
    for (const address of ["8.8.8.8", "172.32.0.1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2606:4700::1111"]) {
      assert.equal(isPublicAddress(address), true, address);
    }
  });

  it("are told by what is reached in the end", () => {
    assert.equal(reachedAddress("::ffff:7f00:1"), "127.0.0.1");
    assert.equal(reachedAddress("64:ff9b::7f00:1"), "127.0.0.1");
    assert.deepEqual(["127.9.9.9", "::1", "::ffff:127.0.0.1", "10.0.0.1"].map(isLoopback), [true, true, true, false]);
  });
});

describe("the network of a plugin: addresses behind names", () => {
  after(closeAll);

  it("a name that leads inside is refused, and nobody is connected to", async () => {
    const server = await serve((_, response) => response.end("inside"));
    const ipv6 = await serve((_, response) => response.end("inside"), "::1");
    for (const addresses of [["127.0.0.1"], ["::1"], ["::ffff:127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["0.0.0.0"]]) {
      const dns = await serveDns(() => addresses);
      const port = addresses[0] === "::1" ? ipv6.port : server.port;
      const send = network({ domains: ["evil.test:*"], resolve: dns.resolve });
      await assert.rejects(send(`http://evil.test:${port}/`), {
        ...DENIED,
        message: `Domain not permitted: evil.test:${port}`,
      });
      assert.ok(dns.questions() > 0);
    }
    assert.deepEqual([server.connections(), ipv6.connections()], [0, 0]);
  });

  it("the refusal does not tell where the name leads; the trail does", async () => {
    const audit: AuditEntry[] = [];
    const send = network({ domains: ["evil.test"], resolve: async () => ["10.1.2.3"], audit });
    await assert.rejects(send("http://evil.test/"), (error: Error & { hint?: string }) => {
      assert.doesNotMatch(`${error.message} ${error.hint}`, /10\.1\.2\.3/);
      assert.match(error.hint ?? "", /not public/);
      return true;
    });
    assert.ok(audit.some(({ value, decision }) => value.includes("10.1.2.3") && decision === "denied"));
  });

  it("a scope that covers the address allows it", async () => {
    const server = await serve((request, response) => response.end(`host ${request.headers.host}`));
    const dns = await serveDns(() => ["127.0.0.1"]);
    for (const scope of [`127.0.0.1:${server.port}`, "127.0.0.0/8:*"]) {
      const send = network({ domains: ["printer.test:*", scope], resolve: dns.resolve });
      assert.equal(text(await send(`http://printer.test:${server.port}/`)), `host printer.test:${server.port}`);
    }
    const wrongPort = network({ domains: ["printer.test:*", "127.0.0.1"], resolve: dns.resolve });
    await assert.rejects(wrongPort(`http://printer.test:${server.port}/`), DENIED);
    assert.equal(server.connections(), 2);
  });

  it("localhost is this machine, whatever DNS says of it", async () => {
    const server = await serve((_, response) => response.end("here"));
    const resolve = async (): Promise<string[]> => assert.fail("localhost was looked up");
    const send = network({ domains: ["localhost:*", "*.localhost:*"], resolve });
    assert.equal(text(await send(`http://localhost:${server.port}/`)), "here");
    assert.equal(text(await send(`http://a.LOCALHOST.:${server.port}/`)), "here");
    const denied = network({ domains: ["localhost:*"], deny: ["127.0.0.0/8:*"], resolve });
    await assert.rejects(denied(`http://localhost:${server.port}/`), DENIED);
    assert.equal(server.connections(), 2);
  });

  it("a denied address is denied under every name (CVE-2026-49860)", async () => {
    const server = await serve((_, response) => response.end("denied"));
    const dns = await serveDns(() => ["127.0.0.1"]);
    const send = network({ domains: ["a.test:*", "127.0.0.1:*"], deny: ["127.0.0.1:*"], resolve: dns.resolve });
    for (const host of ["a.test", "127.0.0.1", "2130706433", "[::ffff:127.0.0.1]"]) {
      await assert.rejects(send(`http://${host}:${server.port}/`), DENIED, host);
    }
    const mapped = network({ domains: ["a.test:*", "64:ff9b::/96:*"], deny: ["127.0.0.1:*"], resolve: async () => [] });
    await assert.rejects(mapped(`http://[64:ff9b::7f00:1]:${server.port}/`), DENIED);
    const remote = network({ domains: ["b.test"], deny: ["8.8.8.8"], resolve: async () => ["8.8.8.8"] });
    await assert.rejects(remote("http://b.test/"), DENIED);
    assert.equal(server.connections(), 0);
  });

  it("the name is resolved once: an answer that changes between check and use changes nothing (DNS rebinding)", async () => {
    const allowed = await serve((_, response) => response.end("allowed"));
    const answers = [["127.0.0.1"], ["127.0.0.2"]];
    let asked = 0;
    const resolve = async (): Promise<readonly string[]> => answers[Math.min(asked++, 1)] ?? [];
    const send = network({ domains: ["rebind.test:*", "127.0.0.1:*"], resolve });
    assert.equal(text(await send(`http://rebind.test:${allowed.port}/`)), "allowed");
    assert.equal(asked, 1);
    await assert.rejects(send(`http://rebind.test:${allowed.port}/`), DENIED);
    assert.equal(asked, 2);
  });

  it("TLS verifies the name, wherever the connection is pinned to", async () => {
    const server = await serveSecurely((request, response) => response.end(String(request.headers.host)));
    const dns = await serveDns((name) => (name.endsWith(".test") ? ["127.0.0.1"] : []));
    const send = network({ domains: ["*.test:*", "127.0.0.1:*"], resolve: dns.resolve });
    assert.equal(text(await send(`https://secure.test:${server.port}/`)), `secure.test:${server.port}`);
    await assert.rejects(send(`https://other.test:${server.port}/`), { code: "ERR_IO", message: /another name/ });
    await assert.rejects(send(`https://127.0.0.1:${server.port}/`), { code: "ERR_IO", message: /another name/ });
  });

  it("an authority that nobody trusts is not trusted, whatever the environment says", async () => {
    const server = await serveSecurely((_, response) => response.end());
    const client = new HttpClient();
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
    try {
      const gate = { checkNet: async () => {}, checkAddress: async () => {} };
      const target = readTarget(`https://localhost:${server.port}/`);
      const request = {
        target,
        method: "GET",
        headers: [],
        body: undefined,
        redirect: "follow",
        timeoutMs: 20_000,
      } as const;
      const sent = client.send(request, gate, new AbortController().signal);
      await assert.rejects(sent, { code: "ERR_IO", message: /vouches for/ });
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    }
  });

  it("a proxy of the environment is not used: it would choose the address", async () => {
    const proxy = await serve((_, response) => response.end("proxied"));
    const server = await serve((_, response) => response.end("direct"));
    const names = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "NODE_USE_ENV_PROXY"] as const;
    const before = names.map((name) => process.env[name]);
    for (const name of names)
      process.env[name] = name === "NODE_USE_ENV_PROXY" ? "1" : `http://127.0.0.1:${proxy.port}`;
    try {
      const send = network({ domains: [`127.0.0.1:${server.port}`] });
      assert.equal(text(await send(`http://127.0.0.1:${server.port}/`)), "direct");
    } finally {
      for (const [at, name] of names.entries()) {
        if (before[at] === undefined) delete process.env[name];
        else process.env[name] = before[at];
      }
    }
    assert.equal(proxy.connections(), 0);
  });

  it("unknown names, absurd answers and failing resolvers are network errors", async () => {
    const dns = await serveDns(() => []);
    for (const resolve of [
      dns.resolve,
      async () => ["not an address"],
      async () => Array<string>(65).fill("8.8.8.8"),
    ]) {
      await assert.rejects(network({ domains: ["x.test"], resolve })("http://x.test/"), {
        code: "ERR_IO",
        message: "The host x.test cannot be found",
      });
    }
  });

  it("an address that is declared but not decided is asked for, by name and address", async () => {
    const server = await serve((_, response) => response.end("asked"));
    const asked: string[] = [];
    const send = network({
      domains: ["printer.test:*", "127.0.0.0/8:*"],
      resolve: async () => ["127.0.0.1"],
      answer: async ({ value, scope }) => {
        asked.push(`${value} ${scope}`);
        return "once";
      },
    });
    assert.equal(text(await send(`http://printer.test:${server.port}/`)), "asked");
    const at = `:${server.port}`;
    assert.deepEqual(asked, [`printer.test${at} printer.test:*`, `127.0.0.1${at} (printer.test) 127.0.0.0/8:*`]);
  });
});
