/** What is chosen at the cursor, and the text that comes of it. */
export const CHOSEN: readonly (readonly [marked: string, label: string, after: string])[] = [
  // Licences
  ['{"license": |}', "MIT", '{"license": "MIT"}'],
  ['{"license": "|"}', "Apache-2.0", '{"license": "Apache-2.0"}'],
  ['{"license": "ap|"}', "one-time", '{"license": "one-time"}'],
  ['{"license": "MIT OR |"}', "ISC", '{"license": "MIT OR ISC"}'],
  ['{"license": "(MIT OR Apa|)"}', "Apache-2.0", '{"license": "(MIT OR Apache-2.0"}'],
  // Half-typed JSON
  ['{"license": "MI|', "MIT", '{"license": "MIT"'],
  ['{"license": "MI|\n "type": "tool"}', "MIT", '{"license": "MIT",\n "type": "tool"}'],
  ['{"license": MI|, "type": "tool"}', "MIT", '{"license": "MIT", "type": "tool"}'],
  ['{"license": /* which? */ |}', "MIT", '{"license": /* which? */ "MIT"}'],
  // Keys
  ['{"type": "tool", |}', "version", '{"type": "tool", "version": "1.2.0"}'],
  ['{"type": "tool" |}', "version", '{"type": "tool", "version": "1.2.0"}'],
  ['{"type": "tool" // what\n|}', "version", '{"type": "tool", // what\n"version": "1.2.0"}'],
  ['{|\n"type": "tool"}', "name", '{"name": "AI Bookkeeper",\n"type": "tool"}'],
  ['{"na|": "x"}', "name", '{"name": "x"}'],
  ['{"permissions": {"system": {"|"}}}', "clipboard", '{"permissions": {"system": {"clipboard": false}}}'],
  // Enums
  ['{"type": |}', "tool", '{"type": "tool"}'],
  ['{"type": "in|"}', "instrument", '{"type": "instrument"}'],
  ['{"compatibility": {"platforms": ["linux" |]}}', "darwin", '{"compatibility": {"platforms": ["linux", "darwin"]}}'],
  ['{"permissions": {"system": {"camera": |}}}', "true", '{"permissions": {"system": {"camera": true}}}'],
  // Snippets of the schema
  [
    '{"permissions": {"filesystem": {"read": |}}}',
    "workspace",
    '{"permissions": {"filesystem": {"read": [\n\t"${workspaceFolder}/**"\n]}}}',
  ],
  // Icons
  ['{"ui": {"panels": [{"icon": "|"}]}}', "graph-line", '{"ui": {"panels": [{"icon": "graph-line"}]}}'],
  // Paths
  ['{"build": {"entry": "|"}}', "src/", '{"build": {"entry": "src/|"}}'],
  ['{"build": {"entry": "src/|"}}', "main.ts", '{"build": {"entry": "src/main.ts"}}'],
  ['{"build": {"entry": "./src/m|"}}', "main.ts", '{"build": {"entry": "./src/main.ts"}}'],
  ['{"ui": {"entry": "src/ui/|"}}', "main.tsx", '{"ui": {"entry": "src/ui/main.tsx"}}'],
  ['{"build": {"output": |}}', "docs/", '{"build": {"output": "docs/|"}}'],
  ['{"build": {"exclude": ["|"]}}', "plugin.json", '{"build": {"exclude": ["plugin.json"]}}'],
  ['{"resources": {"icon": "|"}}', "assets/", '{"resources": {"icon": "./assets/|"}}'],
  ['{"resources": {"icon": "./assets/|"}}', "icon.png", '{"resources": {"icon": "./assets/icon.png"}}'],
  [
    '{"resources": {"screenshots": ["./assets/|"]}}',
    "icon.png",
    '{"resources": {"screenshots": ["./assets/icon.png"]}}',
  ],
  ['{"resources": {"config": "./config/|"}}', "schema.json", '{"resources": {"config": "./config/schema.json"}}'],
  ['{"resources": {"docs": "./docs/|"}}', "README.md", '{"resources": {"docs": "./docs/README.md"}}'],
  ['{"resources": {"models": "|"}}', "config/", '{"resources": {"models": "./config/|"}}'],
  // Ids that the source uses
  ['{"ui": {"commands": [{"id": |}]}}', "report", '{"ui": {"commands": [{"id": "report"}]}}'],
  ['{"ui": {"panels": [{"id": "|"}]}}', "dashboard", '{"ui": {"panels": [{"id": "dashboard"}]}}'],
  ['{"api": {"events": ["|"]}}', "added", '{"api": {"events": ["added"]}}'],
  ['{"api": {"endpoints": [{"path": "|"}]}}', "/sum", '{"api": {"endpoints": [{"path": "/sum"}]}}'],
  [
    '{"ui": {"commands": [{"category": "Books"}, {"category": "|"}]}}',
    "Books",
    '{"ui": {"commands": [{"category": "Books"}, {"category": "Books"}]}}',
  ],
  // Dependencies and versions
  [
    '{"dependencies": {"plugins": {|}}}',
    "data-processor",
    '{"dependencies": {"plugins": {"data-processor": "^1.10.0"}}}',
  ],
  [
    '{"dependencies": {"plugins": {"da|": "*"}}}',
    "data-processor",
    '{"dependencies": {"plugins": {"data-processor": "*"}}}',
  ],
  ...["^1.10.0", "~1.10.0", ">=1.10.0", "1.10.0", "*"].map(
    (range) =>
      [
        '{"dependencies": {"plugins": {"data-processor": "|"}}}',
        range,
        `{"dependencies": {"plugins": {"data-processor": "${range}"}}}`,
      ] as const,
  ),
  ['{"version": "1.2.3|"}', "1.3.0", '{"version": "1.3.0"}'],
  // Permissions
  ...(["permissions", "optionalPermissions"] as const).map(
    (block) =>
      [
        `{"${block}": {"network": {"domains": ["|"]}}}`,
        "api.example.org:8443",
        `{"${block}": {"network": {"domains": ["api.example.org:8443"]}}}`,
      ] as const,
  ),
  [
    '{"permissions": {"filesystem": {"read": ["./a", |]}}}',
    "${workspaceFolder}/**",
    '{"permissions": {"filesystem": {"read": ["./a", "${workspaceFolder}/**"]}}}',
  ],
  [
    '{"permissions": {"filesystem": {"read": ["|"]}}}',
    "./notes.txt",
    '{"permissions": {"filesystem": {"read": ["./notes.txt"]}}}',
  ],
  [
    '{"permissions": {"memory": {"collections": [|]}}}',
    "ledger",
    '{"permissions": {"memory": {"collections": ["ledger"]}}}',
  ],
  ['{"permissions": {"ai": {"models": ["|"]}}}', "llama3", '{"permissions": {"ai": {"models": ["llama3"]}}}'],
];
