/** Starts the language server, in a process of its own. A bundle of its own, loaded with the first manifest. */
import { join } from "node:path";
import { Disposable, type ExtensionContext, lm } from "vscode";
import {
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
  TransportKind,
} from "vscode-languageclient/node";
import { LANGUAGE } from "./manifests.ts";

/** Also the prefix of the setting `aihub.trace.server`. */
const ID = "aihub";
const NAME = "AI Hub Language Server";

/** What code lenses may offer. */
const COMMANDS = ["aihub.runPlugin", "aihub.debugPlugin"];

/** Crashes in three minutes before the server is left alone, which the person is told. */
const MAX_RESTARTS = 4;

export async function startLanguageClient(context: ExtensionContext): Promise<Disposable> {
  const module = join(context.extensionPath, "dist", "language-server.cjs");
  const options: LanguageClientOptions = {
    documentSelector: ["file", "untitled"].map((scheme) => ({ scheme, language: LANGUAGE })),
    initializationOptions: { home: context.globalStorageUri.fsPath, commands: COMMANDS },
    // The icons of panels in completions and hovers; texts of plugins stand in code spans, with `$(` taken apart.
    markdown: { isTrusted: false, supportThemeIcons: true },
    connectionOptions: { maxRestartCount: MAX_RESTARTS },
    revealOutputChannelOn: RevealOutputChannelOn.Never, // a person who types is not to lose half the window
  };
  const client = new LanguageClient(ID, NAME, { module, transport: TransportKind.ipc }, options);
  const tellModels = async () => {
    const models = await modelNames();
    if (client.state === State.Running) await client.sendNotification("aihub/models", { models });
  };
  const subscriptions = [
    // Also after a crash. Asking the editor may take long, so the server does not wait for it.
    client.onDidChangeState(({ newState }) => newState === State.Running && void tellModels()),
    lm.onDidChangeChatModels(tellModels),
  ];
  await client.start();
  return Disposable.from(...subscriptions, { dispose: () => void client.dispose().catch(() => {}) });
}

/** The language models that the editor offers; none where that fails. */
async function modelNames(): Promise<string[]> {
  try {
    return [...new Set((await lm.selectChatModels()).map(({ id }) => id))];
  } catch {
    return [];
  }
}
