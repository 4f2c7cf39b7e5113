// Tries: cycles through objects, arrays and maps as arguments and as result.
// From: serialisers that recurse without end.
// expect: value ["TypeError","TypeError","answered"]
const cycle = { list: [] };
cycle.list.push(cycle);
const map = new Map();
map.set("self", map);
const name = (error) => error.name;
export default Promise.all([
  aiHub.config.validate(cycle).catch(name),
  aiHub.config.validate([cycle.list]).catch(name),
  aiHub.config.validate(map).then(() => "answered", name),
]);
