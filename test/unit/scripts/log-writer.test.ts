import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";

describe("the log writer in the provisioned VS Code", () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "aihub-log-"));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  it("is found by name when it is imported, as VS Code does", async () => {
    const writer: object = await import("../../../scripts/vscode/log-writer.cjs");
    for (const name of ["setFlushOn", "setLevel", "createAsyncRotatingLogger", "createRotatingLogger"]) {
      assert.ok(name in writer, name);
    }
  });

  it("writes an output channel as it comes, and a log with time and level", async () => {
    const { createAsyncRotatingLogger } = await import("../../../scripts/vscode/log-writer.cjs");
    const file = join(dir, "deep", "a.log");
    const logger = await createAsyncRotatingLogger("a", file);
    logger.debug("not at this level");
    logger.clearFormatters();
    logger.info("raw\n");
    logger.setPattern();
    logger.error("bad");
    const text = await readFile(file, "utf8");
    assert.match(text, /^raw\n\d{4}-\d\d-\d\d [\d:.]+ \[error\] bad\n$/);
  });
});
