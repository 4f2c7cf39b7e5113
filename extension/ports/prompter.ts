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

/** The runtime asks one thing at a time and stops waiting when the plugin stops. */
export class DialogPrompter implements Prompter {
  async ask(request: PromptRequest): Promise<PromptAnswer> {
    const { message, detail } = promptText(request);
    const choice = await window.showWarningMessage<Choice>(message, { modal: true, detail }, ...CHOICES);
    return choice?.answer ?? "deny";
  }
}
