// Tries: callbacks that empty the array they are called for.
// From: JSC and V8 bugs in map, reduce, splice and sort.
// expect: value "alive"
let done = 0;
for (const method of ["map", "filter", "reduce", "reduceRight", "find", "findLast", "some", "every", "flatMap", "forEach", "sort", "toSorted"]) {
  const list = Array.from({ length: 100 }, (_, i) => ({ i }));
  try {
    list[method](() => {
      list.length = 0;
      list.push(...Array.from({ length: 10 }, () => ({})));
      list.length = 3;
      return [1];
    });
  } catch {}
  done++;
}
const spliced = Array.from({ length: 500 }, () => ({}));
spliced.splice(0, { valueOf: () => (spliced.length = 1) && 400 }, ...spliced);
export default done === 12 ? "alive" : done;
