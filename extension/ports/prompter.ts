/** Asks for a permission with a modal dialog. */
import { type MessageItem, window } from "vscode";
import type { PromptAnswer, Prompter, PromptRequest } from "../../runtime/core/ports.ts";
import { findDeclaration } from "../permissions/declaration.ts";
import type { PluginEntry } from "../plugin-entry.ts";
import { detailsText, promptText } from "./prompt-text.ts";

interface Choice extends MessageItem {
  readonly answer: PromptAnswer | "details";
}

const ANSWERS: readonly Choice[] = [
  { title: "Allow Once", answer: "once" },
  { title: "Allow for This Session", answer: "session" },
  { title: "Always Allow", answer: "always" },
  { title: "Deny", answer: "deny", isCloseAffordance: true },
  { title: "Always Deny", answer: "deny-always" },
];
/** A dialog cannot grow: asked for details, it comes again with them. */
const DETAILS: Choice = { title: "Details…", answer: "details" };

/** An answer this soon was a key meant for something else: nobody reads a question in so few milliseconds. */
const TOO_SOON_MS = 250;

/** The runtime asks one thing at a time and stops waiting when the plugin stops. */
export class DialogPrompter implements Prompter {
  readonly #find: (pluginId: string) => PluginEntry | undefined;

  /** @param find the plugin of this id, if it is one of this window */
  constructor(find: (pluginId: string) => PluginEntry | undefined) {
    this.#find = find;
  }

  async ask(request: PromptRequest): Promise<PromptAnswer> {
    const { message, detail } = promptText(request, this.#find(request.pluginId)?.isDebugged ?? true);
    let more: string | undefined;
    while (!request.signal.aborted) {
      const shownAt = performance.now();
      const options = { modal: true, detail: more ?? detail };
      const choices = more === undefined ? [...ANSWERS, DETAILS] : ANSWERS;
      const choice = await window.showWarningMessage<Choice>(message, options, ...choices);
      if (!choice || choice.answer === "deny") return "deny";
      if (performance.now() - shownAt < TOO_SOON_MS) continue;
      if (choice.answer !== "details") return choice.answer;
      more = await this.#details(request);
    }
    return "deny";
  }

  async #details(request: PromptRequest): Promise<string> {
    const { pluginId, kind, scope } = request;
    const dir = this.#find(pluginId)?.found.dir;
    const found = dir === undefined ? undefined : await findDeclaration(dir, kind, scope).catch(() => undefined);
    return detailsText(request, found);
  }
}
