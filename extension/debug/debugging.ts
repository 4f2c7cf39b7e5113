/** The editor's debugger of plugins: one DAP session inline for each debug session of VS Code. */
import { DebugAdapterInlineImplementation, type DebugSession } from "vscode";
import { ConfigurationProvider } from "./configuration-provider.ts";
import { EditorSession } from "./editor-session.ts";
import { type ExpressionProviders, expressionProviders } from "./expression-providers.ts";
import { linkStart } from "./frame-links.ts";
import { restartOnSave } from "./restart-on-save.ts";
import { EditorTargets, type EditorTargetsOptions } from "./targets.ts";

export class Debugging {
  readonly configurations: ConfigurationProvider;
  readonly expressions: ExpressionProviders = expressionProviders;
  readonly #options: EditorTargetsOptions;

  constructor(options: EditorTargetsOptions) {
    this.#options = options;
    this.configurations = new ConfigurationProvider(options.plugins);
  }

  /** What serves one session; the plugin has its place back when the session is over. */
  adapter(session: DebugSession): DebugAdapterInlineImplementation {
    const targets = new EditorTargets(this.#options);
    const served = new EditorSession(targets, () => {
      const { dir } = targets;
      return dir === undefined ? undefined : linkStart(dir, session.workspaceFolder?.uri.fsPath);
    });
    const saving = restartOnSave(session, () => targets.dir);
    void served.closed.then(() => {
      saving.dispose();
      return targets.dispose();
    });
    return new DebugAdapterInlineImplementation(served);
  }
}
