/** `aihub permissions explain`: which rule decides about a value, and where it stands. */
import { existsSync, readFileSync } from "node:fs";
import process from "node:process";
import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import { AiHubError } from "../../../runtime/core/errors.ts";
import { Positions } from "../../../runtime/core/manifest/source.ts";
import { tokenBudget } from "../../../runtime/core/permissions/budgets.ts";
import { isUnavailable } from "../../../runtime/core/permissions/capabilities.ts";
import { type Decision, decide, type Query, type Rules } from "../../../runtime/core/permissions/decide.ts";
import { escapeForDisplay } from "../../../runtime/core/permissions/escape.ts";
import { isKind } from "../../../runtime/core/permissions/kinds.ts";
import { declared, declaredScopes } from "../../../runtime/core/permissions/permission-set.ts";
import { forbids, type Policy } from "../../../runtime/core/permissions/policy.ts";
import { PolicyFile } from "../../../runtime/host/permissions/policy-file.ts";
import { resolveQuery } from "../../../runtime/host/permissions/resolve-query.ts";
import { BY_POLICY } from "../../../runtime/host/permissions/standing-rules.ts";
import { tokenUse } from "../../../runtime/host/permissions/token-ledger.ts";
import { EXIT, UsageError } from "../errors.ts";
import { aihubHome } from "../home.ts";
import { safeJson } from "../report.ts";
import { findTarget, type Target } from "./target.ts";

export interface Explanation {
  readonly state: Decision["state"];
  /** Who decided. */
  readonly by: "policy" | "user" | "manifest" | "host";
  /** The scope or entry that decided; "" when it is the lack of one. */
  readonly rule: string;
  /** `file:line:column` of the rule, the file alone for the lack of one, "" for what is built in. */
  readonly where: string;
  readonly reason: string;
}

/** Prints the decision as a run without flags would meet it. Resolves to 0, and to 3 when it is denied. */
export async function explainCommand(
  target: string,
  kind: string,
  value: string,
  options: { readonly workspace?: string; readonly json?: boolean },
): Promise<number> {
  const found = await findTarget(target, options.workspace);
  const explanation = await explain(found, kind, value, new PolicyFile(aihubHome()));
  const { state, by, rule, where, reason } = explanation;
  const shown = [`${state} by the ${by}`, rule && ` rule ${safeJson(rule)}`, where && ` at ${where}`, `\n${reason}`];
  process.stdout.write(`${options.json ? safeJson(explanation) : escapeLines(shown.join(""))}\n`);
  return state === "denied" ? EXIT.permissionDenied : EXIT.done;
}

/** Policy before user before manifest: the first that denies, else what is granted, else what is asked for. */
export async function explain(
  { plugin, store, ledger }: Target,
  kind: string,
  value: string,
  policyFile: PolicyFile,
): Promise<Explanation> {
  if (!isKind(kind)) throw new UsageError(`There is no permission '${escapeForDisplay(kind, 50)}'`);
  const { manifest, roots } = plugin;
  const denied = (by: Explanation["by"], rule: string, where: string, reason: string): Explanation => {
    return { state: "denied", by, rule, where, reason };
  };
  let policy: Policy;
  try {
    policy = policyFile.read();
  } catch (error) {
    return denied("policy", "", policyFile.file, error instanceof Error ? error.message : String(error));
  }
  const forbidden = forbids(policy, manifest.id, manifest.version);
  if (forbidden) {
    const list = forbidden.rule === "" ? "allow" : "deny";
    return denied(
      "policy",
      forbidden.rule,
      place(policyFile.file, ["plugins", list], forbidden.rule),
      forbidden.reason,
    );
  }
  let query: Query;
  try {
    query = await resolveQuery(kind, value, roots);
  } catch (error) {
    if (!(error instanceof AiHubError) || error.code !== "ERR_PERMISSION_DENIED") throw error;
    return denied("host", "", "", `${error.message} (${error.hint ?? ""})`);
  }
  const all = declared(manifest);
  const stored = store.read();
  const ask = (rules: Partial<Rules>) => decide({ declared: all, allow: {}, deny: {}, ...rules }, query, roots);
  const byPolicy = ask({ deny: policy.deny });
  const tokens = kind === "ai" ? `; ${tokenUse(ledger, tokenBudget(manifest, policy.limits))}` : "";
  const reasonOf = ({ reason, hint }: Decision) => (hint === "" ? reason : `${reason} (${hint})`) + tokens;
  if (isUnavailable(kind, value)) return denied("host", "", "", reasonOf(ask({})));
  if (byPolicy.state === "denied" && byPolicy.scope !== "") {
    const where = place(policyFile.file, ["deny", kind], byPolicy.scope);
    return denied("policy", byPolicy.scope, where, reasonOf({ ...byPolicy, hint: BY_POLICY }));
  }
  const decision = ask({ allow: stored.allow, deny: stored.deny });
  const { state, scope } = decision;
  if (state === "granted" || (state === "denied" && scope !== "")) {
    const where = place(store.file, [state === "granted" ? "allow" : "deny", kind], scope);
    return { state, by: "user", rule: scope, where, reason: reasonOf(decision) };
  }
  if (state === "denied") return denied("manifest", "", plugin.file, reasonOf(decision));
  if (!policy.prompts) return denied("policy", "prompts", place(policyFile.file, ["prompts"], ""), reasonOf(decision));
  const { pointer = "" } = declaredScopes(manifest).find((one) => one.kind === kind && one.scope === scope) ?? {};
  const where = place(plugin.file, pointer.split("/").slice(1), "", plugin.text);
  return { state, by: "manifest", rule: scope, where, reason: reasonOf(decision) };
}

/** The place of an item of the list there, or of what is there when it is no list; the file alone when it is neither. */
function place(file: string, path: readonly string[], item: string, text?: string): string {
  const content = text ?? (existsSync(file) ? readFileSync(file, "utf8") : "");
  const root = parseTree(content, undefined, { allowTrailingComma: true });
  const list =
    root &&
    findNodeAtLocation(
      root,
      path.map((key) => (/^\d+$/.test(key) ? Number(key) : key)),
    );
  const node: Node | undefined = list?.children?.find((child) => child.value === item) ?? list;
  if (!node) return file;
  const { line, column } = new Positions(content).at(node.offset);
  return `${file}:${line}:${column}`;
}

function escapeLines(text: string): string {
  return text
    .split("\n")
    .map((line) => escapeForDisplay(line, 2000))
    .join("\n");
}
