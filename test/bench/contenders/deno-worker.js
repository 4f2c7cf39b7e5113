// Deno's permissioned worker: asks its parent `loop` times, with `width` questions open at once.
const open = new Map();

function ask(id) {
  return new Promise((resolve) => {
    open.set(id, resolve);
    postMessage({ id, method: "events.emit", args: { json: `{"event":"tick","data":${id}}` } });
  });
}

self.onmessage = async ({ data }) => {
  if (data.loop === undefined) {
    const resolve = open.get(data.id);
    open.delete(data.id);
    resolve(data.value);
    return;
  }
  let next = 0;
  const lane = async () => {
    while (next < data.loop) await ask(next++);
  };
  await Promise.all(Array.from({ length: data.width }, lane));
  postMessage("done");
};
postMessage("ready");
