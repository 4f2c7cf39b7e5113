import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Payload } from "../../runtime/core/protocol/messages.ts";
import type { PluginContext } from "../../runtime/host/plugin-context.ts";
import { Dispatcher } from "../../runtime/host/rpc/dispatch.ts";
import { hostMethods } from "../../runtime/host/rpc/table.ts";

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Params {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required: readonly string[];
}

/** One value of each JSON type, and some that only look right. */
const SAMPLES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e300,
  "",
  "text",
  [],
  ["text"],
  {},
  { length: 1 },
  { toString: "x" },
];

function fits(value: unknown, schema: Schema): boolean {
  if (schema.enum) return schema.enum.includes(value);
  switch (schema.type) {
    case undefined:
      return true;
    case "array":
      return Array.isArray(value);
    case "string":
      return typeof value === "string" && value.length >= (schema.minLength ?? 0);
    case "integer":
    case "number": {
      const whole = schema.type === "number" || Number.isInteger(value);
      const { minimum = -Infinity, maximum = Infinity } = schema;
      return typeof value === "number" && whole && value >= minimum && value <= maximum;
    }
    default:
      return typeof value === schema.type;
  }
}

/** What no row may take: each argument object is right but for one thing. */
function* badArguments({ properties, required }: Params): Generator<string> {
  const valid = Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => [
      key,
      [...SAMPLES, ...(schema.enum ?? [])].find((v) => fits(v, schema)),
    ]),
  );
  yield* ["", "{", "undefined", "NaN", "{}{}", "'x'", '"\ud800'];
  for (const whole of [null, true, 1, "text", [], [valid], JSON.stringify(valid)]) yield JSON.stringify(whole);
  for (const key of required) {
    const { [key]: _, ...rest } = valid;
    yield JSON.stringify(rest);
  }
  for (const [key, schema] of Object.entries(properties)) {
    for (const sample of SAMPLES) if (!fits(sample, schema)) yield JSON.stringify({ ...valid, [key]: sample });
    if (schema.maxLength !== undefined) yield JSON.stringify({ ...valid, [key]: "x".repeat(schema.maxLength + 1) });
  }
  for (const extra of ["extra", "__proto__", "constructor", "permission"]) {
    yield `{${JSON.stringify(extra)}:{},${JSON.stringify(valid).slice(1)}`.replace(/,}$/, "}");
  }
  yield `${'{"a":'.repeat(2000)}1${"}".repeat(2000)}`;
}

/** Stands for everything a handler or a permission check could reach: reaching it is the failure. */
const untouchable = new Proxy({} as PluginContext, {
  get(_, key) {
    throw new Error(`reached ${String(key)}`);
  },
});

describe("the host's method table", () => {
  const dispatcher = new Dispatcher(hostMethods);
  const call = (method: string, args: Payload) =>
    dispatcher.dispatch(1, method, args, untouchable, new AbortController().signal);

  for (const [name, row] of Object.entries(hostMethods)) {
    it(`${name} takes nothing of another shape, and checks before it does anything`, async () => {
      let tried = 0;
      for (const json of badArguments(row.params as Params)) {
        tried++;
        const reply = await call(name, { json });
        const shown = json.slice(0, 200);
        assert.ok(!reply.ok, `${name} took ${shown}`);
        assert.equal(reply.error.code, "ERR_INVALID_ARGUMENT", `${name} for ${shown}: ${reply.error.message}`);
        assert.equal(reply.error.stack, "");
        assert.ok(reply.error.message.length < 500);
      }
      assert.ok(tried > 15);
    });
  }

  it("refuses arguments larger than may cross", async () => {
    for (const args of [
      { json: `"${"x".repeat(17_000_000)}"` },
      { json: "{}", bytes: new ArrayBuffer(33 * 1024 * 1024) },
    ]) {
      const reply = await call("config.validate", args);
      assert.ok(!reply.ok && reply.error.code === "ERR_QUOTA");
    }
  });

  it("knows no other names", async () => {
    const names = [
      "",
      "__proto__",
      "constructor",
      "toString",
      "hasOwnProperty",
      "fs",
      "fs.readFile\0",
      "FS.readFile",
      "fs.readfile",
      "x".repeat(1_000_000),
    ];
    for (const name of names) {
      const reply = await call(name, { json: "{}" });
      assert.ok(!reply.ok && reply.error.code === "ERR_NOT_FOUND", name.slice(0, 40));
      assert.ok(reply.error.message.length < 200);
    }
  });
});
