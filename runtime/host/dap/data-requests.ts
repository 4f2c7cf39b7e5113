/** Requests about values: scopes, variables, expressions. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { EvaluateOptions, Scope, Variable } from "../../core/debug/inspector.ts";
import type { Client } from "./client.ts";
import { args, COUNT, FORMAT, INTEGER, type RequestTable, request, TEXT } from "./request.ts";

const CONTEXTS: ReadonlySet<string> = new Set(["watch", "hover", "repl", "variables", "clipboard"]);

const HINTS: Readonly<Record<NonNullable<Variable["kind"]>, DebugProtocol.VariablePresentationHint>> = {
  property: { kind: "property" },
  getter: { kind: "property" },
  private: { kind: "property", visibility: "private" },
  internal: { kind: "virtual", visibility: "internal" },
};

export const dataRequests: RequestTable = {
  scopes: request<DebugProtocol.ScopesArguments, DebugProtocol.ScopesResponse["body"]>({
    args: args({ frameId: INTEGER }),
    cancellable: true,
    run: async ({ inspector }, { frameId }) => ({ scopes: (await inspector.scopes(frameId)).map(showScope) }),
  }),
  variables: request<DebugProtocol.VariablesArguments, DebugProtocol.VariablesResponse["body"]>({
    args: args(
      {
        variablesReference: INTEGER,
        filter: { enum: ["indexed", "named"] },
        start: COUNT,
        count: COUNT,
        format: FORMAT,
      },
      ["filter", "start", "count", "format"],
    ),
    cancellable: true,
    run: async ({ inspector, client }, { variablesReference, filter, start, count = 0, format }, signal) => {
      const variables = await inspector.variables(variablesReference, {
        signal,
        hex: format?.hex === true,
        ...(filter && { filter }),
        ...(start !== undefined && { start }),
        ...(count > 0 && { count }),
      });
      return { variables: variables.map((variable) => showVariable(client, variable)) };
    },
  }),
  setVariable: request<DebugProtocol.SetVariableArguments, DebugProtocol.SetVariableResponse["body"]>({
    args: args({ variablesReference: INTEGER, name: TEXT, value: TEXT, format: FORMAT }, ["format"]),
    cancellable: true,
    run: async ({ inspector, client }, { variablesReference, name, value, format }, signal) => {
      const options = { hex: format?.hex === true, signal };
      return showValue(client, await inspector.setVariable(variablesReference, name, value, options));
    },
  }),
  evaluate: request<DebugProtocol.EvaluateArguments, DebugProtocol.EvaluateResponse["body"]>({
    args: args({ expression: TEXT, frameId: INTEGER, context: TEXT, format: FORMAT }, ["frameId", "context", "format"]),
    cancellable: true,
    run: async ({ inspector, client }, { expression, frameId, context = "watch", format }, signal) => {
      const found = await inspector.evaluate(expression, {
        signal,
        context: CONTEXTS.has(context) ? (context as EvaluateOptions["context"]) : "watch",
        hex: format?.hex === true,
        ...(frameId !== undefined && { frame: frameId }),
      });
      const { value: result, ...rest } = showValue(client, found);
      return { result, ...rest, ...hintOf(found) };
    },
  }),
  setExpression: request<DebugProtocol.SetExpressionArguments, DebugProtocol.SetExpressionResponse["body"]>({
    args: args({ expression: TEXT, value: TEXT, frameId: INTEGER, format: FORMAT }, ["frameId", "format"]),
    cancellable: true,
    run: async ({ inspector, client }, { expression, value, frameId, format }, signal) => {
      const options = { hex: format?.hex === true, signal };
      return showValue(client, await inspector.setExpression(expression, value, frameId, options));
    },
  }),
  completions: request<DebugProtocol.CompletionsArguments, DebugProtocol.CompletionsResponse["body"]>({
    args: args({ text: TEXT, column: INTEGER, line: INTEGER, frameId: INTEGER }, ["line", "frameId"]),
    cancellable: true,
    run: async ({ inspector, client }, { text, column, line = client.lineOut(1), frameId }) => {
      const lines = text.split("\n").slice(0, client.lineIn(line));
      const at = Math.min(client.columnIn(column), (lines.at(-1) ?? "").length + 1);
      const before = lines.slice(0, -1).reduce((length, one) => length + one.length + 1, 0);
      const typed = /[\p{ID_Continue}$]*$/u.exec((lines.at(-1) ?? "").slice(0, at - 1))?.[0].length ?? 0;
      const targets = await inspector.completions(text, before + at, frameId);
      const range = { start: client.columnOut(at - typed), length: typed };
      return { targets: targets.map(({ label, kind }) => ({ label, type: kind, ...range })) };
    },
  }),
};

function showScope({ name, reference, expensive }: Scope): DebugProtocol.Scope {
  const hint = name === "Local" ? "locals" : name === "Return value" ? "returnValue" : undefined;
  return { name, variablesReference: reference, expensive, ...(hint && { presentationHint: hint }) };
}

function showVariable(client: Client, variable: Variable): DebugProtocol.Variable {
  const { name, evaluateName } = variable;
  return {
    name,
    ...showValue(client, variable),
    ...(evaluateName !== undefined && { evaluateName }),
    ...hintOf(variable),
  };
}

function showValue({ showsTypes }: Client, { value, type, reference, indexed, named }: Variable) {
  return {
    value,
    ...(showsTypes && { type }),
    variablesReference: reference,
    ...(indexed !== undefined && { indexedVariables: indexed }),
    ...(named !== undefined && { namedVariables: named }),
  };
}

function hintOf({ kind, lazy = false }: Variable): { presentationHint?: DebugProtocol.VariablePresentationHint } {
  const hint = {
    ...(kind !== undefined && HINTS[kind]),
    ...(lazy && { lazy }),
  };
  return Object.keys(hint).length > 0 ? { presentationHint: hint } : {};
}
