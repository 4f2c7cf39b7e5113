/** The manifest against the plugins that are installed. */
import semver from "semver";
import { diff } from "../../permissions/compare.ts";
import { escapeForDisplay } from "../../permissions/escape.ts";
import { declared } from "../../permissions/permission-set.ts";
import type { Advice, AdviceContext, InstalledManifest, Located } from "../rule.ts";
import { pointerKeys } from "../source.ts";

export const missingPlugin: Advice = {
  code: "source/missing-plugin",
  check(context) {
    for (const { id, pointer, plugin } of dependencies(context)) {
      if (!plugin) context.report(pointer, `The plugin ${escapeForDisplay(id, 80)} is not installed`, { onKey: true });
    }
  },
};

export const pluginRange: Advice = {
  code: "source/plugin-range",
  check(context) {
    for (const { pointer, value, plugin } of dependencies(context)) {
      if (!plugin || semver.valid(plugin.version) === null || semver.validRange(value) === null) continue;
      if (value.trim() === "" || semver.satisfies(plugin.version, value, { includePrerelease: true })) continue;
      const message = `Version ${plugin.version} is installed, which this range does not admit`;
      context.report(pointer, message, { replacement: `^${plugin.version}` });
    }
  },
};

export const versionNotBumped: Advice = {
  code: "source/version-not-bumped",
  check({ manifest, installed, report, readInstalled }) {
    const old = manifest && installed?.find(({ id }) => id === manifest.id);
    const before = old && readInstalled(old);
    if (!manifest || !before || semver.valid(before.version) === null) return;
    if (semver.gt(manifest.version, before.version)) return;
    const changes = diff(declared(before), declared(manifest));
    const [first] = changes;
    if (!first) return;
    const more = changes.length === 1 ? "" : ` and ${changes.length - 1} more`;
    const change = `${first.kind} ${escapeForDisplay(JSON.stringify(first.scope), 80)} is ${first.change}${more}`;
    const message = `The permissions differ from those of the installed version ${before.version} (${change})`;
    const next = semver.inc(before.version, "minor");
    report("/version", message, next === null ? {} : { replacement: next });
  },
};

interface Dependency extends Located<string> {
  readonly id: string;
  readonly plugin: InstalledManifest | undefined;
}

function dependencies({ strings, installed }: AdviceContext): Dependency[] {
  if (!installed) return [];
  return strings("/dependencies/plugins/*").map(({ pointer, value }) => {
    const id = pointerKeys(pointer).at(-1) ?? "";
    return { pointer, value, id, plugin: installed.find((each) => each.id === id) };
  });
}
