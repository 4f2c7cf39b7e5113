// A worker that does nothing but say that it is there, and ask its parent back and forth when told to.
// JavaScript, so that its start does not pay for stripping types.
import { parentPort } from "node:worker_threads";

let answered;
parentPort.on("message", async (message) => {
  if (message.loop === undefined) return answered(message);
  for (let id = 0; id < message.loop; id++) {
    await new Promise((resolve) => {
      answered = resolve;
      parentPort.postMessage({ id, method: "events.emit", args: { json: `{"event":"tick","data":${id}}` } });
    });
  }
  parentPort.postMessage("done");
});
parentPort.postMessage("ready");
