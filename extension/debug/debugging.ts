/** The editor's debugger of plugins: one DAP session inline for each debug session of VS Code. */
import { DebugAdapterInlineImplementation } from "vscode";
import type { PluginHost } from "../../runtime/host/plugin-host.ts";
import type { Plugins } from "../plugins.ts";
import type { DebuggedTests } from "../tests/debugged-tests.ts";
import { ConfigurationProvider } from "./configuration-provider.ts";
import { EditorSession } from "./editor-session.ts";
import { type ExpressionProviders, expressionProviders } from "./expression-providers.ts";
import { EditorTargets } from "./targets.ts";

export class Debugging {
  readonly configurations: ConfigurationProvider;
  readonly expressions: ExpressionProviders = expressionProviders;
  readonly #plugins: Plugins;
  readonly #host: PluginHost;
  readonly #tests: DebuggedTests;

  constructor(plugins: Plugins, host: PluginHost, tests: DebuggedTests) {
    this.#plugins = plugins;
    this.#host = host;
    this.#tests = tests;
    this.configurations = new ConfigurationProvider(plugins);
  }

  /** What serves one session; the plugin has its place back when the session is over. */
  adapter(): DebugAdapterInlineImplementation {
    const targets = new EditorTargets(this.#plugins, this.#host, this.#tests);
    const session = new EditorSession(targets);
    void session.closed.then(() => targets.dispose());
    return new DebugAdapterInlineImplementation(session);
  }
}
