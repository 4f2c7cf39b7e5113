/** Starts the language server, in a process of its own. A bundle of its own, loaded with the first manifest. */
import { join } from "node:path";
import { type Disposable, type ExtensionContext, lm } from "vscode";
import { LanguageClient, type LanguageClientOptions, TransportKind } from "vscode-languageclient/node";
import { LANGUAGE } from "./manifests.ts";

/** Also the prefix of the setting `aihub.trace.server`, by which the client's messages are logged. */
const ID = "aihub";
const NAME = "AI Hub Language Server";

/** What code lenses may offer. */
const COMMANDS = ["aihub.runPlugin"];

/** Crashes in three minutes before the server is left alone, which the person is told. */
const MAX_RESTARTS = 4;

export async function startLanguageClient(context: ExtensionContext): Promise<Disposable> {
  const module = join(context.extensionPath, "dist", "language-server.cjs");
  const options: LanguageClientOptions = {
    documentSelector: ["file", "untitled"].map((scheme) => ({ scheme, language: LANGUAGE })),
    initializationOptions: { home: context.globalStorageUri.fsPath, models: await modelNames(), commands: COMMANDS },
    connectionOptions: { maxRestartCount: MAX_RESTARTS },
  };
  const client = new LanguageClient(ID, NAME, { module, transport: TransportKind.ipc }, options);
  await client.start();
  const models = lm.onDidChangeChatModels(async () => {
    await client.sendNotification("aihub/models", { models: await modelNames() });
  });
  return {
    dispose() {
      models.dispose();
      void client.dispose();
    },
  };
}

/** The language models that the editor offers; none where that fails. */
async function modelNames(): Promise<string[]> {
  try {
    return [...new Set((await lm.selectChatModels()).map(({ id }) => id))];
  } catch {
    return [];
  }
}
