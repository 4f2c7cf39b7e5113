import assert from "node:assert/strict";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { after, describe, it } from "mocha";
import { MAX_BODY } from "../../../runtime/host/net/client.ts";
import { closeAll, network, serve, serveRaw, type TestServer, text } from "./network.ts";

const QUOTA = { code: "ERR_QUOTA" };

function sender(server: TestServer, path = "/") {
  const send = network({ domains: [`127.0.0.1:${server.port}`] });
  return (init: Parameters<typeof send>[1] = {}, signal?: AbortSignal) =>
    send(`http://127.0.0.1:${server.port}${path}`, init, signal);
}

async function hungUp(server: TestServer): Promise<void> {
  while (server.standing() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe("the network of a plugin: limits", () => {
  after(closeAll);

  it("unpacks gzip, deflate, brotli and layers of them; leaves what it does not know", async () => {
    const plain = Buffer.from("hällo".repeat(100));
    const bodies: Record<string, [string, Buffer]> = {
      "/gzip": ["gzip", gzipSync(plain)],
      "/x-gzip": ["X-GZip", gzipSync(plain)],
      "/deflate": ["deflate", deflateSync(plain)],
      "/br": ["br", brotliCompressSync(plain)],
      "/two": ["gzip, br", brotliCompressSync(gzipSync(plain))],
      "/none": ["identity", plain],
      "/unknown": ["x-mine", plain],
    };
    const server = await serve((request, response) => {
      const [encoding = "", body] = bodies[request.url ?? ""] ?? [];
      response.writeHead(200, { "content-encoding": encoding }).end(body);
    });
    for (const path of Object.keys(bodies)) {
      assert.equal(text(await sender(server, path)()), plain.toString(), path);
    }
  });

  it("a broken or cut body is an error, not half an answer", async () => {
    const packed = gzipSync("x".repeat(10_000));
    const server = await serve((request, response) => {
      if (request.url === "/cut") response.writeHead(200, { "content-encoding": "gzip" }).end(packed.subarray(0, 20));
      else if (request.url === "/lie") response.writeHead(200, { "content-encoding": "gzip" }).end("not gzip");
      else if (request.url === "/short") {
        response.writeHead(200, { "content-length": "100" }).write("abc", () => response.socket?.destroy());
      } else response.writeHead(200, { "content-encoding": Array(9).fill("gzip").join() }).end(packed);
    });
    for (const path of ["/cut", "/lie", "/short", "/layers"]) {
      await assert.rejects(sender(server, path)(), { code: "ERR_IO" }, path);
    }
  });

  it("compression bombs are not unpacked past the limit", async () => {
    const inner = gzipSync(Buffer.alloc(100 * 1024 * 1024)); // 100 KB that unpack to 100 MB
    const server = await serve((request, response) => {
      const layers = request.url === "/two" ? gzipSync(inner) : inner;
      response.writeHead(200, { "content-encoding": request.url === "/two" ? "gzip, gzip" : "gzip" }).end(layers);
    });
    for (const path of ["/one", "/two"]) {
      const before = process.memoryUsage().arrayBuffers;
      await assert.rejects(sender(server, path)(), QUOTA);
      assert.ok(process.memoryUsage().arrayBuffers - before < 2 * MAX_BODY);
      await hungUp(server);
    }
  });

  it("a body that is announced or turns out to be too large is refused, and the connection closed", async () => {
    const endless = await serve((_, response) => {
      const chunk = Buffer.alloc(1024 * 1024);
      const write = (): void => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once("drain", write);
      };
      write();
    });
    await assert.rejects(sender(endless)(), QUOTA);
    await hungUp(endless);
    const announced = await serve((_, response) =>
      response.writeHead(200, { "content-length": MAX_BODY + 1 }).write("x"),
    );
    await assert.rejects(sender(announced)(), QUOTA);
    await hungUp(announced);
  });

  it("the largest body that is allowed arrives whole", async () => {
    const server = await serve((_, response) => response.end(Buffer.alloc(MAX_BODY, 7)));
    const { body } = await sender(server)();
    assert.deepEqual([body.byteLength, body.at(-1)], [MAX_BODY, 7]);
  });

  it("floods of headers are refused, in number and in size", async () => {
    const many = await serve((_, response) => {
      for (let i = 0; i < 300; i++) response.setHeader(`x-${i}`, "1");
      response.end();
    });
    await assert.rejects(sender(many)(), QUOTA);
    const long = await serveRaw((socket) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      const line = `x-long: ${"a".repeat(8000)}\r\n`;
      const write = (): void => {
        while (!socket.destroyed && socket.write(line));
        if (!socket.destroyed) socket.once("drain", write);
      };
      write();
    });
    await assert.rejects(sender(long)(), { code: "ERR_IO", message: /more headers than are read/ });
    await hungUp(long);
    const server = await serve((_, response) => response.end());
    const headers = (count: number, size: number) =>
      Array.from({ length: count }, (_, i) => [`x-${i}`, "v".repeat(size)] as const);
    await assert.rejects(sender(server)({ headers: headers(300, 1) }), QUOTA);
    await assert.rejects(sender(server)({ headers: headers(10, 10_000) }), QUOTA);
    assert.equal(server.connections(), 0);
  });

  it("time ends what is slow at any stage: no answer, headers or a body drop by drop", async () => {
    const servers = [
      await serveRaw(() => {}),
      await serveRaw((socket) => void socket.write("HTTP/1.1 200 OK\r\nx-a: ")),
      await serveRaw((socket) => void socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc")),
      await serveRaw((socket) => void socket.write("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n")),
    ];
    for (const server of servers) {
      await assert.rejects(sender(server)({ timeoutMs: 50 }), { code: "ERR_TIMEOUT", name: "TimeoutError" });
      await hungUp(server);
    }
    const never = network({ domains: ["slow.test"], resolve: () => new Promise(() => {}) });
    await assert.rejects(never("http://slow.test/", { timeoutMs: 50 }), { code: "ERR_TIMEOUT" });
  });

  it("time stands still while a person is asked", async () => {
    const server = await serve((_, response) => response.end("answered"));
    const send = network({
      domains: ["slow.test:*", "127.0.0.1:*"],
      resolve: async () => ["127.0.0.1"],
      answer: async ({ scope }) => {
        // The name is asked for before the request begins, the address in the midst of it.
        if (scope === "127.0.0.1:*") await new Promise((resolve) => setTimeout(resolve, 3500));
        return "session";
      },
    });
    assert.equal(text(await send(`http://slow.test:${server.port}/`, { timeoutMs: 3000 })), "answered");
  });

  it("an abort ends a request that waits for headers or for its body, and one that was over before it began", async () => {
    const silent = await serveRaw(() => {});
    const dripping = await serveRaw((socket) => void socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc"));
    for (const server of [silent, dripping]) {
      const controller = new AbortController();
      const sent = sender(server)({}, controller.signal);
      while (server.standing() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      controller.abort();
      await assert.rejects(sent, { code: "ERR_CANCELLED", name: "AbortError" });
      await hungUp(server);
    }
    await assert.rejects(sender(silent)({}, AbortSignal.abort()), { code: "ERR_CANCELLED" });
    assert.equal(silent.connections(), 1);
  });

  it("what frames a request cannot be chosen; what is no header or method is refused before anything is sent", async () => {
    const server = await serve((request, response) => response.end(JSON.stringify(request.headers)));
    const forbidden = ["Host", "connection", "Content-Length", "transfer-encoding", "Upgrade", "Proxy-Authorization"];
    const rest = ["Sec-Fetch-Site", "TE", "Trailer", "Expect", "Keep-Alive", "Via", "Accept-Encoding"];
    const headers = [...forbidden, ...rest].map((name) => [name, "evil"] as const);
    const sent = JSON.parse(text(await sender(server)({ headers }))) as Record<string, string>;
    assert.ok(!JSON.stringify(sent).includes("evil"), JSON.stringify(sent));
    assert.equal(sent.host, `127.0.0.1:${server.port}`);
    const bad: readonly (readonly [string, string])[] = [
      ["a b", "1"],
      ["", "1"],
      ["a:", "1"],
      ["a", "1\r\nhost: x"],
      ["a", "\0"],
      ["a", "\u0100"],
      ["a\n", "1"],
    ];
    for (const header of bad) {
      await assert.rejects(sender(server)({ headers: [header] }), { code: "ERR_INVALID_ARGUMENT" });
    }
    for (const method of ["CONNECT", "trace", "TRACK", "GET /x HTTP/1.1\r\n", "", "a b"]) {
      await assert.rejects(sender(server)({ method }), { code: "ERR_INVALID_ARGUMENT" }, method);
    }
    await assert.rejects(sender(server)({ body: new Uint8Array(1) }), { code: "ERR_INVALID_ARGUMENT" });
    assert.equal(server.connections(), 1);
  });

  it("what does not speak HTTP, or refuses to be talked to, is a network error without addresses in it", async () => {
    const garbage = await serveRaw((socket) => void socket.end("SSH-2.0-OpenSSH\r\n"));
    await assert.rejects(sender(garbage)(), { code: "ERR_IO", message: /does not speak HTTP/ });
    const send = network({ domains: ["closed.test:*", "127.0.0.0/8:*"], resolve: async () => ["127.0.0.1"] });
    await assert.rejects(send("http://closed.test:1/"), {
      code: "ERR_IO",
      message: "closed.test refuses the connection",
    });
  });
});
