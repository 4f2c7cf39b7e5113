import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { loadSandboxFiles, SOURCE_LOCATIONS } from "../../../runtime/host/sandbox-files.ts";
import { WorkerHandle } from "../../../runtime/host/worker-handle.ts";
import { WorkerPool } from "../../../runtime/host/worker-pool.ts";

describe("the pool of warmed workers", () => {
  it("hands out each worker once, and none that has died", async () => {
    const files = await loadSandboxFiles(SOURCE_LOCATIONS);
    const pool = new WorkerPool(files, 2, 64);
    await pool.warm();
    const first = await pool.take(64);
    await first.dispose();
    const second = await pool.take(64);
    const third = await pool.take(64);
    assert.equal(new Set([first, second, third]).size, 3);
    assert.ok(second.alive && third.alive);
    const smaller = await pool.take(32);
    assert.equal(smaller.memoryMB, 32);
    await Promise.all([second, third, smaller].map((worker) => worker.dispose()));
    await pool.dispose();
  });

  it("a worker that has ended takes no plugin", async () => {
    const worker = new WorkerHandle(await loadSandboxFiles(SOURCE_LOCATIONS), 64);
    await worker.ready;
    await worker.dispose();
    const listener = { onMessage: () => {}, onFault: () => {} };
    assert.throws(() => worker.attach(listener), { code: "ERR_CRASH" });
  });
});
