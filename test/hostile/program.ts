/** One attack: a file under `programs/`, and what its header lines say. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

/** How a program ended: with a value (as JSON), an error (its name and code) or a fault of its sandbox. */
export type Outcome =
  | { readonly kind: "value"; readonly json: string }
  | { readonly kind: "error"; readonly name: string; readonly code: string; readonly message: string }
  | { readonly kind: "fault"; readonly fault: string };

export interface Program {
  readonly name: string;
  /** The file itself, or what the function body behind `// generate:` returns: for sources too large to be written. */
  readonly source: string;
  /** `// expect:`, outcomes separated by ` | `: `value <json>`, `error <name or code>`, `fault <kind>`. */
  readonly expect: readonly string[];
  /** `// allow:` scopes by kind; what is allowed is declared too. */
  readonly allow: Readonly<Record<string, string[]>>;
  /** `// manifest:` makes it a plugin folder with these additions; without it the program is a bare file. */
  readonly manifest: Readonly<Record<string, unknown>> | undefined;
  /** `// invoke: <command> [JSON]` calls a command once the plugin runs. */
  readonly invoke: { readonly entry: string; readonly input: unknown } | undefined;
  /** `// config:` is the flat config schema of the plugin. */
  readonly config: string | undefined;
}

const FOLDER = fileURLToPath(new URL("programs/", import.meta.url));

/** The programs of one family, by name. @throws when a header is not understood. */
export function programsOf(family: string): Program[] {
  const folder = join(FOLDER, family);
  const files = readdirSync(folder).filter((file) => file.endsWith(".js"));
  return files.sort().map((file) => parse(basename(file, ".js"), readFileSync(join(folder, file), "utf8")));
}

function parse(name: string, source: string): Program {
  const line = (key: string) => new RegExp(`^// ${key}: (.+)$`, "m").exec(source)?.[1];
  const expected = line("expect");
  if (expected === undefined || !line("Tries") || !line("From")) {
    throw new Error(`${name}.js must say what it tries, where that comes from and what to expect`);
  }
  const generate = line("generate");
  const json = (key: string) => (line(key) === undefined ? undefined : (JSON.parse(String(line(key))) as never));
  const [entry, input] = line("invoke")?.split(/ (.*)/s) ?? [];
  return {
    name,
    source: generate === undefined ? source : String(new Function(generate)()),
    expect: expected.split(" | "),
    allow: json("allow") ?? {},
    manifest: json("manifest"),
    invoke: entry === undefined ? undefined : { entry, input: input ? (JSON.parse(input) as unknown) : undefined },
    config: line("config"),
  };
}

export function isExpected(outcome: Outcome, expect: readonly string[]): boolean {
  return expect.some((text) => matches(outcome, text.trim()));
}

function matches(outcome: Outcome, expected: string): boolean {
  const [kind, what = ""] = expected.split(/ (.*)/s);
  if (kind !== outcome.kind) return false;
  switch (outcome.kind) {
    case "value":
      return what === outcome.json;
    case "error":
      return what === outcome.name || what === outcome.code;
    case "fault":
      return what === outcome.fault;
  }
}
