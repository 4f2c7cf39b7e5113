// Tries: arguments whose `valueOf` detaches or shrinks the buffer they index.
// From: CVE-2015-…, CVE-2021-… detached buffers in fill, set, copyWithin, slice, with.
// expect: value "alive"
let done = 0;
for (const method of ["fill", "set", "copyWithin", "slice", "subarray", "with", "at", "includes", "indexOf", "lastIndexOf"]) {
  for (const how of [(b) => b.transfer(), (b) => b.resize(0), (b) => b.resize(64)]) {
    const buffer = new ArrayBuffer(4096, { maxByteLength: 8192 });
    const view = new Uint8Array(buffer);
    const evil = {
      valueOf() {
        how(buffer);
        return 1;
      },
    };
    try {
      if (method === "set") view.set([1, 2], evil);
      else if (method === "includes" || method.endsWith("ndexOf")) view[method](7, evil);
      else view[method](evil, evil, 4000);
    } catch {}
    done++;
  }
}
export default done === 30 ? "alive" : done;
