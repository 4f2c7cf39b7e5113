/** A workbench for the tests by clicks: VS Code with the packed extension, one folder open, and somebody who uses it. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, afterEach, before } from "mocha";
import type { Locator, Page } from "playwright-core";
import { build } from "../../scripts/build.ts";
import { root } from "../../scripts/run.ts";
import { launchBrowser, newPage } from "../../scripts/vscode/browser.ts";
import { findChromium } from "../../scripts/vscode/chromium.ts";
import { Person } from "../../scripts/vscode/person.ts";
import { startWithExtension } from "../../scripts/vscode/session.ts";

/** Where pictures are left. */
const out = join(root, ".out");
const quiet = () => {};
let built: Promise<void> | undefined;

export interface WorkbenchOptions {
  /** The button by which the person answers every question. */
  readonly answer: string;
  /** Makes the folder that is opened; `scratch` is removed in the end. */
  readonly folder: (scratch: string) => Promise<string>;
  /** @default false: every folder is trusted */
  readonly workspaceTrust?: boolean;
}

export class Workbench {
  readonly scratch: string;
  readonly folder: string;
  /** Where AI Hub keeps what it installs and remembers. */
  readonly home: string;
  readonly page: Page;
  readonly person: Person;
  readonly #closing: AsyncDisposableStack;

  /** @param closing ends what serves it */
  constructor(scratch: string, folder: string, person: Person, closing: AsyncDisposableStack) {
    this.scratch = scratch;
    this.folder = folder;
    this.home = join(profileIn(scratch), "data/data/User/globalStorage/pajamasweb.ai-hub");
    this.person = person;
    this.page = person.page;
    this.#closing = closing;
  }

  /** An item of the status bar: AI Hub has one for each plugin that it has found. */
  readonly statusBar = (text: string): Locator => this.page.locator(".statusbar-item").filter({ hasText: text });

  /** Leaves a picture of the window in `.out/`. */
  readonly picture = async (name: string): Promise<void> => {
    await this.page.screenshot({ path: join(out, `${name}.png`) });
  };

  async close(): Promise<void> {
    await this.#closing.disposeAsync();
  }
}

/**
 * Opens a workbench before the tests of this `describe` and closes it after them. A test that fails leaves a picture.
 *
 * @returns what gives the workbench, to tests
 */
export function useWorkbench(options: WorkbenchOptions): () => Workbench {
  let workbench: Workbench | undefined;
  before(async () => {
    workbench = await openWorkbench(options);
  });
  after(() => workbench?.close());
  afterEach(async function () {
    const { currentTest } = this;
    if (currentTest?.state !== "failed") return;
    await workbench?.picture(`failed ${currentTest.fullTitle()}`.replaceAll(/[^a-z0-9]+/gi, "-").slice(0, 100));
  });
  return () => {
    if (!workbench) throw new Error("The workbench opens before the first test");
    return workbench;
  };
}

/** Writes files below a folder. */
export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

async function openWorkbench({ answer, folder: makeFolder, ...own }: WorkbenchOptions): Promise<Workbench> {
  await using opened = new AsyncDisposableStack();
  await mkdir(out, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), "aihub-clicks-"));
  opened.defer(() => rm(scratch, { recursive: true, force: true }));
  const folder = await makeFolder(scratch);
  built ??= build();
  await built;
  const server = await startWithExtension(profileIn(scratch), quiet, own);
  opened.defer(() => server.stop());
  const browser = await launchBrowser(await findChromium(quiet));
  opened.defer(() => browser.close());
  const person = new Person(await newPage(browser), answer);
  await person.page.setViewportSize({ width: 1440, height: 810 });
  await person.open(server.url(folder));
  return new Workbench(scratch, folder, person, opened.move());
}

function profileIn(scratch: string): string {
  return join(scratch, "profile");
}
