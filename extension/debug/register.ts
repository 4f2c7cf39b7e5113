/** Tells VS Code of the debugger. Part of activation: small, and loads the runtime when somebody debugs. */
import {
  type DebugConfigurationProvider,
  DebugConfigurationProviderTriggerKind,
  Disposable,
  debug,
  languages,
} from "vscode";
import { DEBUG_TYPE } from "./debug-type.ts";
import type { Debugging } from "./debugging.ts";

const { Dynamic, Initial } = DebugConfigurationProviderTriggerKind;
/** As `contributes.breakpoints` in package.json. */
const LANGUAGES = ["typescript", "typescriptreact", "javascript", "javascriptreact"];

export function registerDebugger(load: () => Promise<Debugging>): Disposable {
  const provide = (kind: DebugConfigurationProviderTriggerKind): DebugConfigurationProvider => ({
    provideDebugConfigurations: async (folder) => (await load()).configurations.provide(folder, kind),
  });
  const resolve: DebugConfigurationProvider = {
    resolveDebugConfiguration: async (folder, config) => (await load()).configurations.resolve(folder, config),
  };
  return Disposable.from(
    debug.registerDebugConfigurationProvider(DEBUG_TYPE, { ...provide(Initial), ...resolve }, Initial),
    debug.registerDebugConfigurationProvider(DEBUG_TYPE, provide(Dynamic), Dynamic),
    debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, {
      createDebugAdapterDescriptor: async (session) => (await load()).adapter(session),
    }),
    valuesWhileDebugging(load),
  );
}

/** Only while a plugin is debugged: where a provider stands, VS Code shows no values of its own for other debuggers. */
function valuesWhileDebugging(load: () => Promise<Debugging>): Disposable {
  let registered: Disposable | undefined;
  const follow = () => {
    const isOurs = debug.activeDebugSession?.type === DEBUG_TYPE;
    if (isOurs === (registered !== undefined)) return;
    registered?.dispose();
    registered = isOurs ? registerExpressions(load) : undefined;
  };
  const subscription = debug.onDidChangeActiveDebugSession(follow);
  return new Disposable(() => {
    subscription.dispose();
    registered?.dispose();
  });
}

function registerExpressions(load: () => Promise<Debugging>): Disposable {
  const selector = LANGUAGES.map((language) => ({ language }));
  return Disposable.from(
    languages.registerInlineValuesProvider(selector, {
      provideInlineValues: async (document, viewPort, { stoppedLocation }) => [
        ...(await load()).expressions.inlineValues(document, viewPort, stoppedLocation),
      ],
    }),
    languages.registerEvaluatableExpressionProvider(selector, {
      provideEvaluatableExpression: async (document, position) =>
        (await load()).expressions.expressionAt(document, position),
    }),
  );
}
