/**
 * Stands in for `@vscode/spdlog` in the provisioned VS Code (see provision.ts): the same interface, plain appends, no
 * rotation, since the profiles of tests are short-lived.
 */
const { appendFileSync, mkdirSync } = require("node:fs");
const { dirname } = require("node:path");

const LEVELS = ["trace", "debug", "info", "warning", "error", "critical", "off"];
let globalLevel = 2;

class Logger {
  #file;
  #level = globalLevel;
  #bare = false;

  constructor(_type, _name, file) {
    mkdirSync(dirname(file), { recursive: true });
    this.#file = file;
  }

  #write(level, message) {
    if (level < this.#level || this.#file === undefined) return;
    const time = new Date().toISOString().replace("T", " ").replace("Z", "");
    try {
      appendFileSync(this.#file, this.#bare ? message : `${time} [${LEVELS[level]}] ${message}\n`);
    } catch {
      this.#file = undefined; // the profile is being removed: a log must not bring its program down
    }
  }

  trace(message) {
    this.#write(0, message);
  }
  debug(message) {
    this.#write(1, message);
  }
  info(message) {
    this.#write(2, message);
  }
  warn(message) {
    this.#write(3, message);
  }
  error(message) {
    this.#write(4, message);
  }
  critical(message) {
    this.#write(5, message);
  }
  getLevel() {
    return this.#level;
  }
  setLevel(level) {
    this.#level = level;
  }
  /** Output channels: the text as it comes. */
  clearFormatters() {
    this.#bare = true;
  }
  setPattern() {
    this.#bare = false;
  }
  flush() {}
  drop() {
    this.#file = undefined;
  }
}

const createLogger = async (name, file) => new Logger("rotating", name, file);

// One by one: VS Code imports by name, and Node finds the names of a CommonJS module only in assignments like these.
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = (level) => {
  globalLevel = level;
};
exports.setFlushOn = () => {};
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
