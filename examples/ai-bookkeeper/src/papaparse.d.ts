/**
 * What the plugin uses of papaparse. The package's own types (@types/papaparse) bring in Node's, and its main file
 * calls `require("stream")`; the minified build, meant for browsers, has neither.
 */
declare module "papaparse/papaparse.min.js" {
  interface ParseResult {
    readonly data: string[][];
    readonly errors: readonly { readonly type: string; readonly code: string; readonly message: string }[];
  }
  const Papa: {
    parse(text: string, options: { delimiter: string; newline: string; fastMode?: boolean }): ParseResult;
    unparse(rows: readonly (readonly string[])[], options?: { newline?: string; escapeFormulae?: RegExp }): string;
  };
  export default Papa;
}
