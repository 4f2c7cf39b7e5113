import type { PluginManifest } from "../../../schemas/plugin.generated.ts";

/** A manifest without errors, its id filled in. Keys that AI Hub does not know may still be in it. */
export type Manifest = PluginManifest & { readonly id: string };
