import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { before, describe, it } from "mocha";
import { root } from "../../../scripts/run.ts";

describe("npm start -- --check", function () {
  this.timeout(600_000);
  let seen: string;

  before(async () => {
    const start = [join(root, "scripts/start.ts"), "--check"];
    seen = (await promisify(execFile)(process.execPath, start, { cwd: root })).stdout;
  });

  it("finds the command in the palette, is asked for each permission, and is told of the report", () => {
    assert.match(seen, /Asked: Allow "AI Bookkeeper" to read files\?/);
    assert.match(seen, /Asked: Allow "AI Bookkeeper" to write files\?/);
    assert.match(seen, /Notified: AI Bookkeeper: Report ready: \d+ transactions/);
  });

  it("sees a panel in which no row is lost", () => {
    const [, rows, ...parts] = (
      /Panel: (\d+) rows in = (\d+) reported \+ (\d+) outside .* \+ (\d+) rejected/.exec(seen) ?? []
    ).map(Number);
    assert.ok(rows !== undefined && rows >= 500, seen);
    assert.equal(
      parts.reduce((sum, part) => sum + part, 0),
      rows,
    );
  });

  it("sees the plugin's log", () => {
    assert.match(seen, /Log: .*AI Bookkeeper [\d.]+ is running/);
  });

  it("leaves a picture and the report", async () => {
    const picture = await readFile(join(root, ".out/panel.png"));
    assert.deepEqual(picture.subarray(0, 4), Buffer.from("\x89PNG", "latin1"));
    const report = await readFile(join(root, ".out/report.pdf"));
    assert.equal(report.subarray(0, 5).toString(), "%PDF-");
  });
});
