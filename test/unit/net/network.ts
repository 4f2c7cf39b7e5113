/** Real servers and a real DNS stub on loopback, and a real broker in front of the real client. */
import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { NO_PERMISSIONS } from "../../../runtime/core/permissions/permission-set.ts";
import type { AuditEntry, PromptAnswer, PromptRequest } from "../../../runtime/core/ports.ts";
import { HttpClient, type HttpRequest, type HttpResponse } from "../../../runtime/host/net/client.ts";
import type { Resolver as HostResolver } from "../../../runtime/host/net/resolve.ts";
import { readTarget } from "../../../runtime/host/net/target.ts";
import { Broker } from "../../../runtime/host/permissions/broker.ts";
import { GrantStore } from "../../../runtime/host/permissions/grant-store.ts";
import { ReservedPlaces } from "../../../runtime/host/permissions/reserved-places.ts";
import { AUTHORITY, CERTIFICATE, KEY } from "./certificates.ts";

/** Everything a test opened; closed by `closeAll` in an `after` hook. */
const open: (() => Promise<void>)[] = [];

export async function closeAll(): Promise<void> {
  await Promise.all(open.splice(0).map((close) => close()));
}

export interface TestServer {
  readonly port: number;
  /** TCP handshakes that were completed. */
  connections(): number;
  /** Connections that stand. */
  standing(): number;
}

async function listen(server: Server, host: string): Promise<TestServer> {
  let count = 0;
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    count++;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, host, resolve));
  open.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { port, connections: () => count, standing: () => sockets.size };
}

export function serve(handler: RequestListener, host = "127.0.0.1"): Promise<TestServer> {
  return listen(createServer(handler), host);
}

export function serveSecurely(handler: RequestListener): Promise<TestServer> {
  return listen(createSecureServer({ cert: CERTIFICATE, key: KEY }, handler), "127.0.0.1");
}

/** A server that speaks as the test says, byte by byte. */
export function serveRaw(handler: (socket: Socket) => void): Promise<TestServer> {
  const server = createTcpServer((socket) => {
    socket.resume(); // who does not read does not notice that the other side hung up
    handler(socket);
  });
  return listen(server, "127.0.0.1");
}

export interface DnsStub {
  /** Asks the stub, once for each family, as the system would. */
  readonly resolve: HostResolver;
  /** Questions so far. */
  questions(): number;
}

/** A name server on loopback. `answer` is asked for every question; addresses of the other family are left out. */
export async function serveDns(answer: (name: string) => readonly string[]): Promise<DnsStub> {
  let questions = 0;
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => {
    questions++;
    const { name, type, end } = readQuestion(query);
    const wanted = answer(name)
      .map(addressBytes)
      .filter((bytes) => bytes.length === (type === 28 ? 16 : 4));
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(wanted.length > 0 || answer(name).length > 0 ? 0x8180 : 0x8183, 2); // no such name: NXDOMAIN
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(wanted.length, 6);
    header.writeUInt32BE(0, 8);
    const answers = wanted.map((bytes) => {
      const record = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, bytes.length]);
      return Buffer.concat([record, bytes]);
    });
    socket.send(Buffer.concat([header, query.subarray(12, end), ...answers]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  open.push(() => new Promise((resolve) => socket.close(() => resolve())));
  const resolver = new Resolver({ timeout: 60_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  const resolve: HostResolver = async (host) => {
    const none = (): string[] => [];
    const [six, four] = await Promise.all([resolver.resolve6(host).catch(none), resolver.resolve4(host).catch(none)]);
    return [...six, ...four];
  };
  return { resolve, questions: () => questions };
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join("."), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function addressBytes(address: string): Buffer {
  if (!address.includes(":")) return Buffer.from(address.split(".").map(Number));
  const [head = "", tail] = address.split("::");
  const words = (text: string) => (text === "" ? [] : text.split(":")).map((word) => Number.parseInt(word, 16));
  const before = words(head);
  const after = tail === undefined ? [] : words(tail);
  const all = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
  const bytes = Buffer.alloc(16);
  for (const [i, word] of all.entries()) bytes.writeUInt16BE(word, i * 2);
  return bytes;
}

export interface NetworkSetup {
  readonly domains: readonly string[];
  /** @default http and https */
  readonly protocols?: readonly string[];
  readonly deny?: readonly string[];
  /** @default everything that is declared is granted */
  readonly answer?: (request: PromptRequest) => Promise<PromptAnswer>;
  readonly resolve?: HostResolver;
  readonly audit?: AuditEntry[];
}

export type Send = (
  url: string,
  init?: Partial<Omit<HttpRequest, "target">>,
  signal?: AbortSignal,
) => Promise<HttpResponse>;

/** Sends as the row `http.fetch` does: the URL checked by name first, everything else by the client. */
export function network({ domains, protocols = ["http", "https"], deny = [], ...setup }: NetworkSetup): Send {
  const { answer, resolve = async () => [], audit } = setup;
  const broker = new Broker({
    pluginId: "test",
    pluginName: "Test",
    declared: { ...NO_PERMISSIONS, net: domains, protocols },
    rules: { allow: answer ? {} : { net: "all" }, deny: { net: deny } },
    store: new GrantStore("/nonexistent/permissions.json"),
    roots: { plugin: "/p", data: "/p", workspace: [], reserved: new ReservedPlaces("/nonexistent", () => "/none") },
    reasons: {},
    prompter: { ask: answer ?? (async () => "deny") },
    audit: { record: (entry) => void audit?.push(entry) },
    signal: new AbortController().signal,
  });
  const client = new HttpClient({ resolve, ca: AUTHORITY });
  return async (url, init = {}, signal = new AbortController().signal) => {
    const target = readTarget(url);
    await broker.checkNet(target);
    const defaults = { method: "GET", headers: [], body: undefined, redirect: "follow", timeoutMs: 20_000 } as const;
    return client.send({ ...defaults, ...init, target }, broker, signal);
  };
}

export const text = (response: HttpResponse): string => new TextDecoder().decode(response.body);
