/* Generated from plugin.schema.json by scripts/generate-derived.ts. Do not edit. */

/**
 * The plugin.json of an AI Hub plugin: what it is, what it adds and what it may do.
 */
export interface PluginManifest {
  /**
   * The schema that editors check this file against.
   */
  $schema?: string;
  /**
   * The plugin's identity: lower-case letters, digits and hyphens. By default made from the name.
   */
  id?: string;
  /**
   * What people call the plugin.
   */
  name: string;
  /**
   * The plugin's semantic version.
   */
  version: string;
  /**
   * What kind of plugin this is.
   */
  type?: "tool" | "instrument" | "workflow" | "model" | "theme";
  /**
   * How the plugin is licensed: one-time, subscription, free, open-source, or an SPDX expression.
   */
  license?: string;
  /**
   * Who made the plugin.
   */
  author?: string;
  /**
   * What the plugin does, in a sentence or two.
   */
  description?: string;
  /**
   * Words by which the plugin is found.
   *
   * @maxItems 50
   *
   * Items: A word by which the plugin is found.
   */
  keywords?: string[];
  /**
   * The plugin's web page.
   */
  homepage?: string;
  /**
   * Where the plugin's source is kept.
   */
  repository?: string;
  /**
   * Which AI Hub and which machines the plugin works with.
   */
  compatibility?: {
    /**
     * The oldest version of AI Hub that the plugin works with.
     */
    minAppVersion?: string;
    /**
     * The newest version of AI Hub that the plugin works with.
     */
    maxAppVersion?: string;
    /**
     * Operating systems that the plugin works on; all of them when left out.
     *
     * @maxItems 200
     *
     * Items: An operating system.
     */
    platforms?: ("win32" | "darwin" | "linux")[];
    /**
     * Processors that the plugin works on; all of them when left out.
     *
     * @maxItems 200
     *
     * Items: A processor architecture.
     */
    architecture?: ("x64" | "arm64" | "arm" | "ia32")[];
  };
  /**
   * What else the plugin needs.
   */
  dependencies?: {
    /**
     * Version ranges of programs that the plugin's build or models need.
     */
    runtime?: {
      /**
       * A semantic version range.
       */
      [k: string]: string;
    };
    /**
     * Programs that must be there (true) or may be (false).
     */
    system?: {
      /**
       * Whether the program must be there.
       */
      [k: string]: boolean;
    };
    /**
     * Version ranges of other plugins, by id.
     */
    plugins?: {
      /**
       * A semantic version range.
       */
      [k: string]: string;
    };
  };
  /**
   * What the plugin may do. What is not declared here is denied; what is declared the user still has to allow.
   */
  permissions?: PermissionBlock;
  /**
   * Like permissions, but asked for only at run time, and the plugin works without them.
   */
  optionalPermissions?: PermissionBlock;
  /**
   * What the plugin offers to others.
   */
  api?: {
    /**
     * The version of the plugin's own interface.
     */
    version?: string;
    /**
     * Functions that others may call.
     *
     * @maxItems 200
     *
     * Items: A function that others may call.
     */
    endpoints?: {
      /**
       * The endpoint's name, starting with a slash.
       */
      path: string;
      /**
       * The HTTP method it stands for.
       */
      method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
      /**
       * What the endpoint does.
       */
      description?: string;
      /**
       * Types by parameter name: string, number, boolean, object, array, or the allowed words separated by |.
       */
      parameters?: {
        /**
         * string, number, boolean, object, array, or the allowed words separated by |.
         */
        [k: string]: string;
      };
    }[];
    /**
     * Names of the events that the plugin emits.
     *
     * @maxItems 200
     *
     * Items: The name of an event.
     */
    events?: string[];
  };
  /**
   * What the plugin adds to the editor.
   */
  ui?: {
    /**
     * The source of the page that the plugin's panels show.
     */
    entry?: string;
    /**
     * Panels of the plugin.
     *
     * @maxItems 20
     *
     * Items: A panel of the plugin.
     */
    panels?: {
      /**
       * The panel's identity within the plugin.
       */
      id: string;
      /**
       * What stands above the panel.
       */
      title: string;
      /**
       * The name of a codicon, or calculator.
       */
      icon?: string;
      /**
       * Where the panel stands. The default is sidebar.
       */
      location?: "sidebar" | "panel" | "explorer" | "scm" | "debug" | "test";
    }[];
    /**
     * Commands of the plugin in the command palette.
     *
     * @maxItems 200
     *
     * Items: A command of the plugin.
     */
    commands?: {
      /**
       * The command's identity within the plugin.
       */
      id: string;
      /**
       * What stands in the command palette.
       */
      title: string;
      /**
       * What stands before the title.
       */
      category?: string;
    }[];
  };
  /**
   * Files that belong to the plugin.
   */
  resources?: {
    /**
     * The folder of the plugin's own models.
     */
    models?: string;
    /**
     * A JSON Schema of the plugin's settings.
     */
    config?: string;
    /**
     * The page that explains the plugin.
     */
    docs?: string;
    /**
     * The plugin's picture.
     */
    icon?: string;
    /**
     * Pictures of the plugin, or folders of them.
     *
     * @maxItems 50
     *
     * Items: A picture, or a folder of pictures.
     */
    screenshots?: string[];
  };
  /**
   * How the plugin is built.
   */
  build?: {
    /**
     * The source file that the plugin starts with.
     */
    entry?: string;
    /**
     * Where the built files go. The default is dist/.
     */
    output?: string;
    /**
     * Globs of files that do not go into the package.
     *
     * @maxItems 200
     *
     * Items: A glob relative to the plugin's folder.
     */
    exclude?: string[];
  };
  /**
   * Commands for the plugin's author. AI Hub never runs them.
   */
  scripts?: {
    /**
     * A shell command. AI Hub never runs it.
     */
    [k: string]: string;
  };
  /**
   * What the plugin asks for in place of the defaults; AI Hub may give less.
   */
  limits?: {
    /**
     * Milliseconds that one call may take; while it waits for the host, as for a file or an answer, the clock stands still. The default is 30000; activation has 5000.
     */
    timeoutMs?: number;
    /**
     * Megabytes of memory that the plugin may use, 16 of which the interpreter takes. The default is 128.
     */
    memoryMB?: number;
    /**
     * Host calls that may be in flight at once. The default is 256.
     */
    maxConcurrentCalls?: number;
  };
}
/**
 * What a plugin may do.
 */
export interface PermissionBlock {
  /**
   * The files that the plugin may read and write.
   */
  filesystem?: {
    /**
     * Globs of the files that the plugin may read, list and stat, or, with = in front, exact paths.
     *
     * @maxItems 200
     *
     * Items: A glob: `./x` is the plugin's own folder, ${workspaceFolder}/x the open workspace, ${workspaceFolder:name}/x its folder of that name, anything else an absolute path. =./x is exactly that path.
     */
    read?: string[];
    /**
     * Globs of the files that the plugin may create, change and remove, or, with = in front, exact paths. Installed plugins write into a data folder of their own.
     *
     * @maxItems 200
     *
     * Items: A glob: `./x` is the plugin's own data folder, ${workspaceFolder}/x the open workspace, ${workspaceFolder:name}/x its folder of that name, anything else an absolute path. =./x is exactly that path.
     */
    write?: string[];
  };
  /**
   * The hosts that the plugin may reach, and how.
   */
  network?: {
    /**
     * Hosts, addresses and ranges that the plugin may reach.
     *
     * @maxItems 200
     *
     * Items: A host, `*.host` for its subdomains, an IP address or a CIDR range, each with an optional `:port` or `:*`.
     */
    domains?: string[];
    /**
     * URL schemes that the plugin may use. Without any, nothing can be reached.
     *
     * @maxItems 200
     *
     * Items: A URL scheme without the colon.
     */
    protocols?: ("https" | "http" | "wss" | "ws")[];
  };
  /**
   * The collections of AI Hub's memory that the plugin may use.
   */
  memory?: {
    /**
     * How much the plugin may store: a number and B, KB, MB or GB.
     */
    maxSize?: string;
    /**
     * Names of the collections that the plugin may read and write.
     *
     * @maxItems 200
     *
     * Items: The name of a collection.
     */
    collections?: string[];
  };
  /**
   * The models that the plugin may use, and how much.
   */
  ai?: {
    /**
     * Names or globs of models.
     *
     * @maxItems 200
     *
     * Items: A model's name, or a glob such as local/*.
     */
    models?: string[];
    /**
     * Most tokens that one request may use, prompt and answer together. The default is the budget of a day.
     */
    maxTokens?: number;
    /**
     * Most tokens that all requests of a day may use, prompts and answers together. A day is one of UTC. The default is 1000000; an administrator's policy may give less.
     */
    maxTokensPerDay?: number;
  };
  /**
   * What the plugin may use of the user's system.
   */
  system?: {
    /**
     * Whether the plugin may show messages.
     */
    notifications?: boolean;
    /**
     * Whether the plugin may read and write the clipboard.
     */
    clipboard?: boolean;
    /**
     * Whether a panel of the plugin may use the camera. No host has it yet: it is answered with "not available in this host".
     */
    camera?: boolean;
    /**
     * Whether a panel of the plugin may use the microphone. No host has it yet: it is answered with "not available in this host".
     */
    microphone?: boolean;
  };
  /**
   * One sentence per permission, shown to the user when it is asked for. Keys are the places in permissions, such as filesystem.read or network.
   */
  reasons?: {
    /**
     * Why the plugin needs this, in one sentence. Shown to the user as the plugin's own claim.
     */
    "filesystem.read"?: string;
    /**
     * Why the plugin needs this, in one sentence. Shown to the user as the plugin's own claim.
     */
    "filesystem.write"?: string;
    /**
     * Why the plugin needs this, in one sentence. Shown to the user as the plugin's own claim.
     */
    network?: string;
    /**
     * Why the plugin needs this, in one sentence. Shown to the user as the plugin's own claim.
     */
    memory?: string;
    /**
     * Why the plugin needs this, in one sentence. Shown to the user as the plugin's own claim.
     */
    ai?: string;
    /**
     * Why the plugin needs this, in one sentence. Shown to the user as the plugin's own claim.
     */
    system?: string;
    /**
     * Why the plugin needs this, in one sentence. Shown to the user as the plugin's own claim.
     */
    "system.notifications"?: string;
    /**
     * Why the plugin needs this, in one sentence. Shown to the user as the plugin's own claim.
     */
    "system.clipboard"?: string;
    /**
     * Why the plugin needs this, in one sentence. Shown to the user as the plugin's own claim.
     */
    "system.camera"?: string;
    /**
     * Why the plugin needs this, in one sentence. Shown to the user as the plugin's own claim.
     */
    "system.microphone"?: string;
  };
}
