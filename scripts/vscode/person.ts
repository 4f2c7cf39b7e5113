/**
 * Uses the workbench as a person does: by keyboard and mouse, and by what is to be seen. A question of AI Hub may come up
 * at any moment, cover what is aimed at and take the keys that were meant for something else. So whatever this person
 * waits for, questions are answered meanwhile, and what was in vain is done again.
 */
import { errors, type Frame, type Locator, type Page } from "playwright-core";

/** A question must stand this long before it is answered: the extension takes faster keys for stray ones. */
const READING_MS = 400;
const POLL_MS = 100;
/** How long one try may take before one looks around. */
const ATTEMPT_MS = 3000;
/** A hang guard. */
const PATIENCE_MS = 120_000;

type Shown = "visible" | "hidden";

export class Person {
  readonly page: Page;
  /** The questions answered so far, as shown. */
  readonly prompts: string[] = [];
  readonly #answer: string;

  /** `answer` is the button by which this person answers every dialog. */
  constructor(page: Page, answer: string) {
    this.page = page;
    this.#answer = answer;
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.locator(".monaco-workbench .part.activitybar").waitFor({ timeout: PATIENCE_MS });
  }

  /** The icon of a view container in the activity bar. */
  activity(title: string): Locator {
    return this.page.locator(".activitybar").getByRole("tab", { name: title }).first();
  }

  /** What a list at the top of the window offers. */
  offer(text: string): Locator {
    return this.page.locator(".quick-input-widget .monaco-list-row").filter({ hasText: text }).first();
  }

  /** Waits until it is there, or gone. */
  async sees(target: Locator, state: Shown = "visible"): Promise<void> {
    await this.until(`${target} to be ${state}`, async () => {
      return (await target.isVisible()) === (state === "visible") || undefined;
    });
  }

  async click(target: Locator): Promise<void> {
    await this.until(`a click on ${target}`, () => attempt(() => target.click({ timeout: ATTEMPT_MS })));
  }

  /** Clicks on what shows only while the mouse is over `around`. */
  async clickOver(around: Locator, target: Locator): Promise<void> {
    await this.until(`a click on ${target}`, () =>
      attempt(async () => {
        await around.hover({ timeout: ATTEMPT_MS });
        await target.click({ timeout: ATTEMPT_MS });
      }),
    );
  }

  /** Takes what is offered. */
  choose(text: string): Promise<void> {
    return this.click(this.offer(text));
  }

  /** Presses keys that may be pressed twice until they have had their effect: something comes up, or goes away. */
  async press(keys: string, target: Locator, state: Shown = "visible"): Promise<void> {
    await this.until(`${keys} to make ${target} ${state}`, () =>
      attempt(async () => {
        await this.page.keyboard.press(keys);
        await target.waitFor({ state, timeout: ATTEMPT_MS });
      }),
    );
  }

  /** Runs a command from the palette by its full title, which must be among the offers. */
  async runCommand(title: string): Promise<void> {
    await this.until(`"${title}" in the palette`, () => attempt(() => this.#pick("F1", ">", title)));
  }

  /** Opens a file by its name. */
  async openFile(name: string): Promise<void> {
    const tab = this.page.locator(".tab.active").filter({ hasText: name }).first();
    await this.until(`the file ${name}`, () =>
      attempt(async () => {
        await this.#pick("Control+P", "", name);
        await tab.waitFor({ timeout: ATTEMPT_MS });
      }),
    );
  }

  /** The text of the first notification like `text`. */
  notification(text: RegExp): Promise<string> {
    const toast = this.page.locator(".notification-toast .notification-list-item-message").filter({ hasText: text });
    return this.until(`a notification like ${text}`, async () =>
      (await toast.first().isVisible()) ? textOf(toast.first()) : undefined,
    );
  }

  /** The frame of the webview that shows `selector`. */
  webview(selector: string): Promise<Frame> {
    return this.until(`a webview with ${selector}`, async () => {
      for (const frame of this.page.frames()) {
        if (frame === this.page.mainFrame()) continue;
        // A frame that is being replaced rejects: the next round sees the new one.
        const isVisible = await frame
          .locator(selector)
          .first()
          .isVisible()
          .catch(() => false);
        if (isVisible) return frame;
      }
      return undefined;
    });
  }

  /** The line like `text` in the output view, whose spaces are non-breaking: `\s` in the expression. */
  output(text: RegExp): Promise<string> {
    const line = this.page.locator(".output-view .view-line").filter({ hasText: text });
    return this.until(`output like ${text}`, async () =>
      (await line.first().isVisible()) ? textOf(line.first()) : undefined,
    );
  }

  /** The question that stands, once it does. Nothing but `answer` answers it. */
  async question(text: string): Promise<Locator> {
    const dialog = this.page.locator(".monaco-dialog-box").filter({ hasText: text });
    await dialog.waitFor({ timeout: PATIENCE_MS });
    return dialog;
  }

  /** Answers a question by another button than this person's. */
  async answer(dialog: Locator, button: string): Promise<void> {
    await this.page.waitForTimeout(READING_MS);
    await dialog.getByRole("button", { name: button, exact: true }).click();
  }

  /**
   * What `probe` finds, once it is not undefined; it is asked again and again.
   *
   * @throws what was waited for and what the window said meanwhile, after two minutes
   */
  async until<T>(what: string, probe: () => Promise<T | undefined>): Promise<T> {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      if (await this.#answerDialog()) continue;
      const found = await probe();
      if (found !== undefined) return found;
      await this.page.waitForTimeout(POLL_MS);
    }
    const toasts = await this.page.locator(".notification-toast .notification-list-item-message").allTextContents();
    throw new Error(`Waited ${PATIENCE_MS / 1000} s for ${what}; notifications shown: ${JSON.stringify(toasts)}`);
  }

  /** Opens a list by keys, types into it and takes the offer with this text. */
  async #pick(keys: string, prefix: string, text: string): Promise<void> {
    await this.page.keyboard.press(keys);
    const input = this.page.locator(".quick-input-widget input").first();
    await input.fill(prefix, { timeout: ATTEMPT_MS }); // the same text again would not be looked for again
    await input.fill(prefix + text, { timeout: ATTEMPT_MS });
    await this.offer(text).click({ timeout: ATTEMPT_MS });
  }

  /** @throws when this person's button is not in the dialog: it is none of those that were expected */
  async #answerDialog(): Promise<boolean> {
    const dialog = this.page.locator(".monaco-dialog-box").first();
    if (!(await dialog.isVisible())) return false;
    // The box of this one question, which may be taken back at any moment; the next has a box of its own.
    const box = await dialog.elementHandle({ timeout: ATTEMPT_MS }).catch(() => null);
    const title = await box?.$(".dialog-message-text"); // a dialog without details has none
    const question = (await (title ?? box)?.textContent()) ?? "";
    const button = dialog.getByRole("button", { name: this.#answer, exact: true });
    await this.page.waitForTimeout(READING_MS);
    if (!box || !(await box.isVisible())) return true;
    if ((await button.count()) === 0) throw new Error(`A question without "${this.#answer}": ${plain(question)}`);
    if (!(await attempt(() => button.click({ timeout: ATTEMPT_MS })))) return true;
    await box.waitForElementState("hidden");
    this.prompts.push(plain(question));
    return true;
  }
}

async function textOf(element: Locator): Promise<string> {
  return plain((await element.textContent()) ?? "");
}

function plain(text: string): string {
  return text.replaceAll("\u00a0", " ").trim();
}

/** True when it went well, undefined when it was in vain. */
async function attempt(action: () => Promise<void>): Promise<true | undefined> {
  try {
    await action();
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return undefined;
    throw error;
  }
}
