// Tries: errors whose name, message, stack and toString call one another and throw.
// From: error printing on the host.
// expect: fault stack | error ERR_PLUGIN
class Recursive extends Error {
  get name() {
    return `${this}`;
  }
  get message() {
    return this.stack;
  }
  get stack() {
    return this.toString();
  }
  toString() {
    return `${this.name}: ${this.message}`;
  }
}
console.error(new Recursive());
throw new Recursive();
