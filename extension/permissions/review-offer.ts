/** Offers a review once for each plugin about which nothing was ever decided. A plugin runs whether or not it is taken up. */
import { commands, type Memento, window } from "vscode";
import { errorText, inert } from "../display.ts";
import type { PluginEntry } from "../plugin-entry.ts";
import type { ChannelLog } from "../ports/log.ts";

const KEY = "aihub.reviewOffered";
/** Folders that are remembered; the oldest are forgotten. */
const MAX_REMEMBERED = 500;
const REVIEW = "Review…";

export class ReviewOffer {
  readonly #memory: Memento;
  readonly #log: ChannelLog;

  constructor(memory: Memento, log: ChannelLog) {
    this.#memory = memory;
    this.#log = log;
  }

  /** Never rejects. @param opened plugins that were not open before */
  async consider(opened: readonly PluginEntry[]): Promise<void> {
    const undecided: PluginEntry[] = [];
    for (const entry of opened) {
      const isOpen = await isUndecided(entry).catch((error: unknown) => {
        this.#log.write(entry.id, "warn", `Its permissions cannot be reviewed: ${errorText(error)}`);
        return false;
      });
      if (isOpen) undecided.push(entry);
    }
    const known = this.#memory.get<readonly string[]>(KEY, []);
    const fresh = undecided.filter(({ found }) => !known.includes(found.dir));
    const [first] = fresh;
    if (!first) return;
    const dirs = [...known, ...fresh.map(({ found }) => found.dir)];
    await this.#memory.update(KEY, dirs.slice(-MAX_REMEMBERED));
    const who = fresh.length === 1 ? `"${first.name}" wants` : `${fresh.length} plugins here want`;
    const message = `${who} permissions. You are asked for each when it is needed, or decide about them now.`;
    if ((await window.showInformationMessage(inert(message), REVIEW)) !== REVIEW) return;
    await commands.executeCommand("aihub.reviewPermissions", fresh.length === 1 ? first.id : undefined);
  }
}

async function isUndecided({ instance }: PluginEntry): Promise<boolean> {
  const items = (await instance.permissions()).review();
  return items.length > 0 && items.every(({ state }) => state === "prompt");
}
