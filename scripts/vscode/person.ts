/** Uses the workbench as a person does: by keyboard and mouse, and by what is to be seen. */
import { errors, type Frame, type Locator, type Page } from "playwright-core";

/** A question must stand this long before it is answered: the extension takes faster keys for stray ones. */
const READING_MS = 400;
const POLL_MS = 100;
/** A permission dialog may come up at any moment and cover what is aimed at: give up soon, answer it, aim again. */
const ATTEMPT_MS = 3000;

export class Person {
  readonly page: Page;
  /** The permission questions answered so far, as shown. */
  readonly prompts: string[] = [];
  readonly #answer: string;

  /** `answer` is the button by which this person answers every dialog. */
  constructor(page: Page, answer: string) {
    this.page = page;
    this.#answer = answer;
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.locator(".monaco-workbench .part.activitybar").waitFor({ timeout: 120_000 });
  }

  /** The icon of a view container in the activity bar. */
  activity(title: string): Locator {
    return this.page.locator(".activitybar").getByRole("tab", { name: title }).first();
  }

  /** Opens what lies behind an icon; a dialog in the way is answered first. */
  async click(target: Locator): Promise<void> {
    await this.#until(`a click on ${target}`, () => attempt(() => target.click({ timeout: ATTEMPT_MS })));
  }

  /** Runs a command from the palette by its full title, which must be among the offers. */
  async runCommand(title: string): Promise<void> {
    const widget = this.page.locator(".quick-input-widget");
    const offer = widget.locator(".monaco-list-row").filter({ hasText: title }).first();
    await this.#until(`"${title}" in the palette`, () =>
      attempt(async () => {
        await this.page.keyboard.press("F1");
        const input = widget.locator("input").first();
        await input.fill(">", { timeout: ATTEMPT_MS }); // the same text again would not be looked for again
        await input.fill(`>${title}`, { timeout: ATTEMPT_MS });
        await offer.click({ timeout: ATTEMPT_MS });
      }),
    );
  }

  /** The text of the first notification like `text`; answers dialogs meanwhile. */
  notification(text: RegExp): Promise<string> {
    const toast = this.page.locator(".notification-toast .notification-list-item-message").filter({ hasText: text });
    return this.#until(`a notification like ${text}`, async () =>
      (await toast.first().isVisible()) ? textOf(toast.first()) : undefined,
    );
  }

  /** The frame of the webview that shows `selector`; answers dialogs meanwhile. */
  webview(selector: string): Promise<Frame> {
    return this.#until(`a webview with ${selector}`, async () => {
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
    return this.#until(`output like ${text}`, async () =>
      (await line.first().isVisible()) ? textOf(line.first()) : undefined,
    );
  }

  /** Answers dialogs until none has come for `quietMs`. */
  async answerAll(quietMs = 1000): Promise<void> {
    let quietSince = Date.now();
    while (Date.now() - quietSince < quietMs) {
      if (await this.#answerDialog()) quietSince = Date.now();
      else await this.page.waitForTimeout(POLL_MS);
    }
  }

  async #until<T>(what: string, probe: () => Promise<T | undefined>, timeoutMs = 120_000): Promise<T> {
    const deadline = Date.now() + timeoutMs;
    while (Date.now() < deadline) {
      if (await this.#answerDialog()) continue;
      const found = await probe();
      if (found !== undefined) return found;
      await this.page.waitForTimeout(POLL_MS);
    }
    const toasts = await this.page.locator(".notification-toast .notification-list-item-message").allTextContents();
    throw new Error(`Waited ${timeoutMs / 1000} s for ${what}; notifications shown: ${JSON.stringify(toasts)}`);
  }

  async #answerDialog(): Promise<boolean> {
    const dialog = this.page.locator(".monaco-dialog-box").first();
    if (!(await dialog.isVisible())) return false;
    const message = await dialog.elementHandle();
    const question = await textOf(dialog.locator(".dialog-message-text").first());
    await this.page.waitForTimeout(READING_MS);
    await dialog.getByRole("button", { name: this.#answer, exact: true }).click();
    await message?.waitForElementState("hidden"); // the next question is a box of its own
    this.prompts.push(question);
    return true;
  }
}

async function textOf(element: Locator): Promise<string> {
  return ((await element.textContent()) ?? "").replaceAll("\u00a0", " ").trim();
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
