/** The part of `@vscode/spdlog`'s interface that VS Code uses. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  error(message: string): void;
  clearFormatters(): void;
  setPattern(pattern?: string): void;
}
export function createAsyncRotatingLogger(name: string, file: string): Promise<Logger>;
