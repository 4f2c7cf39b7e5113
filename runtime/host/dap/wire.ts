/** A debug session over streams, such as stdin and stdout or a socket. */
import type { Readable, Writable } from "node:stream";
import { StreamMessageReader } from "vscode-jsonrpc/node";
import type { DebugTargets } from "./debug-targets.ts";
import { DapSession } from "./session.ts";

/** A request is far smaller; more without an end is no client. */
const MAX_WAITING = 64 * 1024 * 1024;

/**
 * Serves one client to its end: it disconnects, goes away, or sends what is no protocol.
 *
 * @returns why the connection was ended, undefined when the client did it
 */
export async function serveSession(
  input: Readable,
  output: Writable,
  targets: DebugTargets,
): Promise<string | undefined> {
  const session = new DapSession(targets);
  const ended = Promise.withResolvers<string | undefined>();
  const reader = new StreamMessageReader(input);
  let waiting = 0;
  input.on("data", (chunk: Buffer) => {
    waiting += chunk.length;
    if (waiting > MAX_WAITING) ended.resolve("The client has sent more than a message can have");
  });
  reader.onError((error) => ended.resolve(`The client has sent what is no debug protocol: ${error.message}`));
  reader.onClose(() => ended.resolve(undefined));
  input.on("end", () => ended.resolve(undefined));
  output.on("error", () => ended.resolve(undefined)); // nobody reads
  session.onDidSendMessage((message) => {
    const json = Buffer.from(JSON.stringify(message));
    if (output.writable) output.write(`Content-Length: ${json.length}\r\n\r\n${json}`);
  });
  reader.listen((message) => {
    waiting = 0;
    session.handleMessage(message);
  });
  const reason = await Promise.race([ended.promise, session.closed.then(() => undefined)]);
  if (reason !== undefined) session.say(reason);
  output.end();
  reader.dispose();
  await session.dispose();
  return reason;
}
