/** Asks for a permission with a modal dialog. */
import { type MessageItem, window } from "vscode";
import type { PromptAnswer, Prompter, PromptRequest } from "../../runtime/core/ports.ts";
import { promptText } from "./prompt-text.ts";

interface Choice extends MessageItem {
  readonly answer: PromptAnswer;
}

const CHOICES: readonly Choice[] = [
  { title: "Allow Once", answer: "once" },
  { title: "Allow for This Session", answer: "session" },
  { title: "Always Allow", answer: "always" },
  { title: "Deny", answer: "deny", isCloseAffordance: true },
  { title: "Always Deny", answer: "deny-always" },
];

/** An answer this soon was a key meant for something else: nobody reads a question in so few milliseconds. */
const TOO_SOON_MS = 250;

/** The runtime asks one thing at a time and stops waiting when the plugin stops. */
export class DialogPrompter implements Prompter {
  async ask(request: PromptRequest): Promise<PromptAnswer> {
    const { message, detail } = promptText(request);
    while (!request.signal.aborted) {
      const shownAt = performance.now();
      const choice = await window.showWarningMessage<Choice>(message, { modal: true, detail }, ...CHOICES);
      if (!choice || choice.answer === "deny") return "deny";
      if (performance.now() - shownAt >= TOO_SOON_MS) return choice.answer;
    }
    return "deny";
  }
}
