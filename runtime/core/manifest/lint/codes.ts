/** Advice about a manifest: what `source/…` says comes from comparing it with the sources, `lint/…` from good manners. */
import type { CodeInfo } from "../code-info.ts";

export const adviceCodes = {
  "source/undeclared-command": {
    severity: "warning",
    title: "Undeclared command",
    description: "The source registers a command that ui.commands does not list, so nobody can run it.",
  },
  "source/unused-command": {
    severity: "warning",
    title: "Command without a handler",
    description: "No source registers a handler for the command, so running it fails.",
  },
  "source/undeclared-panel": {
    severity: "warning",
    title: "Undeclared panel",
    description: "The source speaks of a panel that ui.panels does not list.",
  },
  "source/unused-panel": {
    severity: "hint",
    title: "Unused panel",
    description: "No source fills the panel or exchanges messages with it.",
  },
  "source/undeclared-endpoint": {
    severity: "warning",
    title: "Undeclared endpoint",
    description: "The source handles an endpoint that api.endpoints does not list, so nobody can call it.",
  },
  "source/unused-endpoint": {
    severity: "warning",
    title: "Endpoint without a handler",
    description: "No source handles the endpoint, so calling it fails.",
  },
  "source/undeclared-event": {
    severity: "warning",
    title: "Undeclared event",
    description: "The source sends or awaits an event of its own that api.events does not list.",
  },
  "source/unused-event": {
    severity: "hint",
    title: "Unused event",
    description: "No source sends the event.",
  },
  "source/undeclared-setting": {
    severity: "warning",
    title: "Undeclared setting",
    description: "The source reads or writes a setting that the schema of resources.config does not describe.",
  },
  "source/unused-setting": {
    severity: "hint",
    title: "Unused setting",
    description: "The schema of resources.config describes a setting that no source reads.",
  },
  "source/missing-permission": {
    severity: "warning",
    title: "Missing permission",
    description: "A call in the source needs a permission that the manifest does not declare, so it is denied.",
  },
  "source/unused-permission": {
    severity: "hint",
    title: "Unused permission",
    description: "No call in the sources needs this permission.",
  },
  "source/wider-permission": {
    severity: "hint",
    title: "Permission wider than needed",
    description: "The sources use only a part of what the permission covers.",
  },
  "source/missing-plugin": {
    severity: "info",
    title: "Plugin not installed",
    description: "A plugin that this one depends on is not installed here.",
  },
  "source/plugin-range": {
    severity: "warning",
    title: "Installed version does not fit",
    description: "The plugin is installed in a version that the range does not admit.",
  },
  "source/version-not-bumped": {
    severity: "warning",
    title: "Version not raised",
    description: "The permissions differ from those of the installed plugin, but the version is not higher.",
  },
  "source/path-case": {
    severity: "warning",
    title: "Other capitals",
    description: "The file is there under a name with other capitals, which is another file on most systems.",
  },
  "lint/icon-format": {
    severity: "warning",
    title: "Icon is no raster image",
    description: "The icon of a plugin is a PNG, JPEG, GIF or WebP image.",
  },
  "lint/icon-size": {
    severity: "hint",
    title: "Odd size of icon",
    description: "An icon is square, 128 to 1024 pixels wide.",
  },
  "lint/insecure-link": {
    severity: "warning",
    title: "Link without encryption",
    description: "Links start with https.",
  },
  "lint/deprecated-license": {
    severity: "hint",
    title: "License under an old name",
    description: "SPDX has replaced the name of this license by others.",
  },
  "lint/missing-description": {
    severity: "hint",
    title: "No description",
    description: "A sentence on what the plugin does helps people to choose it.",
  },
  "lint/missing-keywords": {
    severity: "hint",
    title: "No keywords",
    description: "Keywords help people to find the plugin.",
  },
  "lint/category-spelling": {
    severity: "hint",
    title: "Category spelt differently",
    description: "Commands whose categories differ only in capitals, blanks or hyphens are listed apart.",
  },
  "lint/command-category": {
    severity: "hint",
    title: "No category",
    description: "The category stands before the command's title in the palette and tells whose command it is.",
  },
  "lint/kebab-case": {
    severity: "hint",
    title: "Not kebab case",
    description: "Ids are lower-case words joined by hyphens.",
  },
  "lint/unexplained-wildcard": {
    severity: "warning",
    title: "Wildcard without a reason",
    description:
      "A permission with a wildcard that reaches beyond a folder of the plugin deserves a sentence in permissions.reasons, which people see when they are asked.",
  },
} as const satisfies Readonly<Record<`source/${string}` | `lint/${string}`, CodeInfo>>;
