/** Between queries and the texts that people and logs see of them. */
import type { Query } from "../../core/permissions/decide.ts";
import type { PermissionKind } from "../../core/ports.ts";

/** What a query is about, as text: a path, `host:port`, a name. */
export function shownValue(query: Query): string {
  switch (query.kind) {
    case "read":
    case "write":
      return query.path;
    case "net":
      return hostAndPort(query.host, query.port);
    case "memory":
      return query.collection;
    case "ai":
      return query.model;
    case "system":
      return query.name;
  }
}

/** Stands for a scope where only its kind and its text matter. */
export function queryOf(kind: PermissionKind, text: string): Query {
  switch (kind) {
    case "read":
    case "write":
      return { kind, path: text };
    case "net":
      return { kind, host: text };
    case "memory":
      return { kind, collection: text };
    case "ai":
      return { kind, model: text };
    case "system":
      return { kind, name: text };
  }
}

export function hostAndPort(host: string, port: number | undefined): string {
  const address = host.includes(":") ? `[${host}]` : host;
  return port === undefined ? address : `${address}:${port}`;
}
