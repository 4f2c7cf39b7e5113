/**
 * Runs our mocha for Stryker, all mutants in one process. Stryker's own runner reaches into files that mocha 12 no longer
 * has, and a process for each mutant takes ten times as long.
 */
import { glob } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import Mocha from "mocha";

/** What Stryker's instrumented code reads and writes. */
interface Instrumented {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: unknown;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

interface MutantRun {
  readonly activeMutant: { readonly id: string };
  readonly mutantActivation: "static" | "runtime";
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
}

interface TestResult {
  readonly id: string;
  readonly name: string;
  readonly timeSpentMs: number;
  readonly status: 0 | 1;
  readonly failureMessage: string;
}

const PARSER = "runtime/core/permissions/parse-scope.ts";
const SPECS = "test/unit/permissions/*.test.ts";
/** Tests that try thousands of random values: last, for most mutants are killed by quicker ones. */
const SLOW = /[/\\](?:model|path-names|properties)\.test\.ts$/;

class MochaRunner {
  readonly #mocha = new Mocha({ timeout: 0, reporter: class extends Mocha.reporters.Base {}, bail: false });
  readonly #stryker: Instrumented;

  constructor() {
    const global = globalThis as { __stryker__?: Instrumented };
    global.__stryker__ ??= {};
    this.#stryker = global.__stryker__;
  }

  /** Modules are loaded once: what runs while they load is mutated in a process of its own. */
  capabilities() {
    return { reloadEnvironment: false };
  }

  async init(): Promise<void> {
    const slow: string[] = [];
    for await (const file of glob(SPECS)) {
      if (SLOW.test(file)) slow.push(resolve(file));
      else this.#mocha.addFile(resolve(file));
    }
    for (const file of slow) this.#mocha.addFile(file);
    this.#mocha.cleanReferencesAfterRun(false);
  }

  async dryRun() {
    const tests = await this.#run(undefined, false);
    return { status: "complete", tests, mutantCoverage: this.#stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, mutantActivation, testFilter, hitLimit }: MutantRun) {
    // A mutant of what runs while a module loads has to be there before anything is loaded.
    this.#stryker.activeMutant = mutantActivation === "static" ? activeMutant.id : undefined;
    await this.#load();
    this.#stryker.activeMutant = undefined;
    await forgetScopes();
    Object.assign(this.#stryker, {
      activeMutant: activeMutant.id,
      hitLimit,
      hitCount: hitLimit === undefined ? undefined : 0,
    });
    const tests = await this.#run(testFilter, true);
    if (hitLimit !== undefined && (this.#stryker.hitCount ?? 0) > hitLimit) return { status: "timeout" };
    const failed = tests.filter(({ status }) => status === 1);
    if (failed.length === 0) return { status: "survived", nrOfTests: tests.length };
    const failureMessage = failed[0]?.failureMessage ?? "";
    return { status: "killed", killedBy: failed.map(({ id }) => id), failureMessage, nrOfTests: tests.length };
  }

  #loaded: Promise<unknown> | undefined;

  #load(): Promise<unknown> {
    this.#loaded ??= this.#mocha.loadFilesAsync();
    return this.#loaded;
  }

  async #run(only: readonly string[] | undefined, bail: boolean): Promise<TestResult[]> {
    await this.#load();
    const ids = only?.map((id) => id.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    this.#mocha.grep(ids ? new RegExp(`^(?:${ids.join("|")})$`) : /^/);
    this.#mocha.bail(bail);
    const results: TestResult[] = [];
    await new Promise<void>((done) => {
      const runner = this.#mocha.run(() => done());
      const add = (test: Mocha.Test, status: 0 | 1, failureMessage: string) => {
        const name = test.fullTitle();
        results.push({ id: name, name, timeSpentMs: test.duration ?? 0, status, failureMessage });
      };
      runner.on("test", (test) => {
        this.#stryker.currentTestId = test.fullTitle();
      });
      runner.on("pass", (test) => add(test, 0, ""));
      runner.on("fail", (test, error) => add(test, 1, String(error)));
    });
    this.#stryker.currentTestId = undefined;
    return results;
  }
}

/** More scopes than the cache of parsed ones holds: what was parsed before would hide a mutant of a parser. */
const CACHED = 2000;

async function forgetScopes(): Promise<void> {
  const { parseScope } = (await import(pathToFileURL(resolve(PARSER)).href)) as {
    parseScope(kind: string, text: string): unknown;
  };
  for (let count = 0; count <= CACHED; count++) parseScope("system", `forgotten-${count}-${generation}`);
  generation++;
}

let generation = 0;

export const strykerPlugins = [
  { kind: "TestRunner", name: "mocha-12", factory: Object.assign(() => new MochaRunner(), { inject: [] }) },
];
