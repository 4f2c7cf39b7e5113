/** What a person can ask of AI Hub; each is the command `aihub.<name>`. */
export const ACTIONS = [
  "startPlugin",
  "stopPlugin",
  "restartPlugin",
  "showLog",
  "runPlugin",
  "runPluginCommand",
  "debugPlugin",
  "debugPluginCommand",
  "showPlugins",
  "managePermissions",
  "reviewPermissions",
  "showAudit",
] as const;

export type Action = (typeof ACTIONS)[number];
