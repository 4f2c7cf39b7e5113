import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "mocha";
import { useWorkbench, writeFiles } from "../../support/workbench.ts";

const FILES = {
  "plugin.json": `{
  "name": "Clicked", "version": "1.0.0", "type": "tool", "license": "MIT",
  "permissions": {
    "filesystem": { "read": ["./data/*", "/srv/**"] },
    "system": { "notifications": true },
    "reasons": { "filesystem.read": "Reads the note that you ask for." }
  },
  "ui": { "commands": [{ "id": "read", "title": "Read Note", "category": "Demo" }] },
  "build": { "entry": "main.js" }
}
`,
  "main.js": `export const commands = {
    read: async () => {
      const text = await aiHub.fs.readFile("./data/note.txt").catch((error) => error.message);
      await aiHub.ui.showNotification("Answer: " + text);
    },
  };`,
  "data/note.txt": "a note",
};

describe("permissions by clicks", function () {
  this.timeout(600_000);
  const workbench = useWorkbench({
    answer: "Always Allow",
    folder: (scratch) => writeFiles(join(scratch, "clicked"), FILES),
  });

  const rows = () => workbench().page.locator(".quick-input-widget .monaco-list-row");
  const readNote = async () => {
    const { person } = workbench();
    await person.runCommand("AI Hub: Run Plugin Command…");
    await person.choose("Demo: Read Note");
  };

  it("a question tells its details, and its answer is then used", async () => {
    const { person, picture, statusBar } = workbench();
    await person.sees(statusBar("Clicked"));
    await readNote();
    const question = await person.question("Allow");
    await picture("prompt");
    await person.answer(question, "Details…");
    const details = await person.question("Declared in line 4 of");
    await picture("prompt-details");
    assert.match((await details.textContent()) ?? "", /The plugin says: "Reads the note that you ask for\."/);
    assert.match((await details.textContent()) ?? "", /Asked by main\.js:3 in read/);
    await person.answer(details, "Allow for This Session");
    assert.match(await person.notification(/Answer/), /Answer: a note/);
  });

  it("the list of permissions takes the answer back, and the next use is denied", async () => {
    const { page, person, picture } = workbench();
    await page.keyboard.press("Escape");
    await person.runCommand("Notifications: Clear All Notifications");
    await person.runCommand("AI Hub: Manage Permissions…");
    await person.sees(person.offer("allowed for this session"));
    await picture("permissions");
    assert.match((await person.offer("/srv/**").textContent()) ?? "", /broad/);
    await person.choose("./data/*");
    await person.choose("Always Deny");
    await person.sees(person.offer("denied always"));
    await person.choose("./data/*");
    await person.choose("Show in plugin.json");
    await person.sees(page.locator(".tab.active").filter({ hasText: "plugin.json" }));
    await readNote();
    assert.match(await person.notification(/Answer/), /File read not permitted/);
  });

  it("the audit list shows both, and what is typed filters it", async () => {
    const { page, person, picture } = workbench();
    await person.runCommand("AI Hub: Show Permission Audit");
    await person.sees(person.offer("granted read"));
    await picture("audit");
    await page.locator(".quick-input-widget input").first().fill("decision:denied note.txt");
    await person.sees(person.offer("granted read"), "hidden");
    await person.choose("denied read");
    await person.sees(page.locator(".tab").filter({ hasText: "plugin.json" }));
    await picture("audit-jump");
  });

  it("the review names the risks, and takes what is checked", async () => {
    const { page, person, picture } = workbench();
    await person.runCommand("AI Hub: Review Permissions…");
    await person.sees(rows().filter({ hasText: "/srv/**" }).filter({ hasText: "broad: reads files beyond" }));
    const notes = rows().first();
    assert.match((await notes.textContent()) ?? "", /\.\/data\/\*.*denied always/);
    await picture("review");
    await person.click(notes); // checks it
    await person.sees(person.offer("denied always"), "hidden");
    await person.click(page.locator(".quick-input-widget").getByRole("button", { name: "OK" }));
    await person.runCommand("Notifications: Clear All Notifications");
    await readNote();
    assert.match(await person.notification(/Answer/), /Answer: a note/);
  });
});
