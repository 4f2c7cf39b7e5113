// Tries: to write into its own module namespace, and through it into another importer's view.
// From: ECMAScript module namespace exotic objects.
// expect: value "contained"
export const constant = 1;
export default async () => {
const self = await import(["./main", "js"].join("."));
const done = [];
const tries = [
  () => {
    self.constant = 2;
  },
  () => Object.defineProperty(self, "constant", { value: 2 }),
  () => Object.setPrototypeOf(self, { evil: 1 }),
  () => delete self.constant && done.push("deleted"),
];
for (const attempt of tries) {
  try {
    attempt();
  } catch {}
}
return self.constant === 1 && self.evil === undefined && done.length === 0 ? "contained" : [self.constant, done];
};
