// Tries: to run out of memory inside a promise job, half way through settling.
// From: quickjs-emscripten #235, #257, #269: `list_empty(&rt->gc_obj_list)`.
// expect: fault memory | fault timeout
const keep = [];
const eat = () => {
  for (;;) keep.push(new Array(1000).fill(keep));
};
Promise.resolve().then(eat).catch(eat).finally(eat);
await new Promise(() => {});
