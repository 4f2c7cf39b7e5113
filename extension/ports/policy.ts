/** The administrator's policy as the editor has it: the policy file and the machine's settings together. */
import process from "node:process";
import { workspace } from "vscode";
import type { Disposable } from "../../runtime/core/lifetime.ts";
import type { Policy } from "../../runtime/core/permissions/policy.ts";
import { PolicyFile } from "../../runtime/host/permissions/policy-file.ts";

const SECTION = "aihub";

export class EditorPolicy implements Disposable {
  readonly #home: string;
  readonly #subscription: Disposable;
  #file: PolicyFile;
  #prompts: boolean;

  constructor(home: string) {
    this.#home = home;
    [this.#file, this.#prompts] = this.#settings();
    this.#subscription = workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SECTION)) [this.#file, this.#prompts] = this.#settings();
    });
  }

  get file(): string {
    return this.#file.file;
  }

  /** @throws AiHubError ERR_PERMISSION_DENIED when the policy cannot be read: then nothing is allowed */
  read(): Policy {
    const policy = this.#file.read();
    return this.#prompts ? policy : { ...policy, prompts: false };
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** The environment wins over the setting, which whoever uses the editor could change. */
  #settings(): [PolicyFile, boolean] {
    const settings = workspace.getConfiguration(SECTION);
    const named = process.env.AIHUB_POLICY || String(settings.get("policy.file", ""));
    return [new PolicyFile(this.#home, named), settings.get<unknown>("prompts.enabled", true) === true];
  }
}
