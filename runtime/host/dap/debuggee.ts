/** The plugin of a session from launch to its end: it starts once it is launched and the client has configured. */

import type { Inspector } from "../../core/debug/inspector.ts";
import { AiHubError } from "../../core/errors.ts";
import { EXIT, exitCodeOf } from "../../core/exit-codes.ts";
import type { DebugConsole, DebugTarget } from "./debug-targets.ts";
import type { SendEvent } from "./events.ts";
import { describeFailure } from "./failure.ts";

export interface DebuggeePorts {
  readonly inspector: Inspector;
  readonly send: SendEvent;
  readonly tell: DebugConsole;
  /** Whether the client shows progress. */
  readonly reportsProgress: () => boolean;
}

/** Makes the target ready anew for each run. */
type Prepare = () => Promise<DebugTarget>;

const MAX_RESULT = 10_000;

export class Debuggee {
  readonly #ports: DebuggeePorts;
  #prepare: Prepare | undefined;
  #target: DebugTarget | undefined;
  #method: "launch" | "attach" = "launch";
  #configured = false;
  #run: Promise<void> | undefined;
  #restarting = false;
  #stopAsked = false;
  #detached = false;
  /** The progress that the client is shown. */
  #building: string | undefined;
  #builds = 0;
  #over = false;

  constructor(ports: DebuggeePorts) {
    this.#ports = ports;
  }

  /** @throws what keeps it from being launched; AiHubError ERR_NOT_AVAILABLE when there was one already */
  async launch(method: "launch" | "attach", prepare: Prepare): Promise<void> {
    if (this.#prepare) throw new AiHubError("ERR_NOT_AVAILABLE", "This session has its plugin already");
    this.#prepare = prepare;
    this.#method = method;
    try {
      this.#target = await prepare();
    } catch (error) {
      this.#prepare = undefined;
      throw error;
    }
  }

  configured(): void {
    this.#configured = true;
  }

  /** Starts the plugin if nothing is missing. */
  begin(): void {
    if (this.#run || this.#over || !this.#target || !this.#configured) return;
    this.#run = this.#runOnce(this.#target);
  }

  /** @param prepare when the client has sent other arguments */
  async restart(prepare: Prepare | undefined): Promise<void> {
    this.#prepare = prepare ?? this.#prepare;
    if (!this.#prepare || !this.#run || this.#over || this.#restarting) {
      throw new AiHubError("ERR_NOT_AVAILABLE", "There is nothing to restart");
    }
    this.#restarting = true;
    try {
      await this.#target?.stop();
      await this.#run;
      this.#target = await this.#prepare();
    } catch (error) {
      this.#finish(exitCodeOf(error));
      throw error;
    } finally {
      this.#restarting = false;
    }
    this.#run = undefined;
    this.begin();
  }

  /** Lets the plugin deactivate, then ends it. The session ends with it. */
  terminate(): void {
    const { inspector, tell } = this.#ports;
    if (this.#stopAsked) void inspector.detach().catch(() => {}); // it hangs in a breakpoint of `deactivate`
    this.#stopAsked = true;
    if (!this.#run) return this.#finish(EXIT.done);
    this.#target?.stop().catch((error: unknown) => tell("stderr", String(error)));
  }

  /** The client is gone without a word. */
  async abandon(): Promise<void> {
    if (!this.#detached) await this.disconnect(true);
  }

  get name(): string {
    return this.#target?.name ?? "plugin";
  }

  /** The client goes. @param terminate whether the plugin ends too. @default for a launched plugin */
  async disconnect(terminate = this.#method === "launch"): Promise<void> {
    if (terminate) {
      this.#stopAsked = true;
      this.#detached = true;
      const { inspector } = this.#ports;
      // From now on nobody could let it go on. One that is held already ends as it stands.
      if (!inspector.stopped) void inspector.detach().catch(() => {});
      await this.#target?.stop();
      return;
    }
    this.#detached = true;
    await this.#ports.inspector.detach();
  }

  /** Resolves when no plugin of this session runs. */
  async ended(): Promise<void> {
    await this.#run;
  }

  /** The plugin is built. */
  built(): void {
    const progressId = this.#building;
    this.#building = undefined;
    if (progressId !== undefined) this.#ports.send("progressEnd", { progressId });
  }

  /** Ends the build, and with it the session. What is built already runs on. */
  cancelBuild(progressId: string): void {
    if (this.#building !== progressId) return;
    this.#ports.tell("console", "The build was cancelled");
    this.terminate();
  }

  /** Whether the plugin runs or is about to. */
  get begun(): boolean {
    return this.#run !== undefined && !this.#over;
  }

  async #runOnce(target: DebugTarget): Promise<void> {
    const { send, tell, reportsProgress } = this.#ports;
    send("process", { name: target.name, isLocalProcess: true, startMethod: this.#method });
    if (this.#method === "attach") tell("console", `${target.name} was restarted to be debugged`);
    if (reportsProgress()) {
      this.#building = `build ${++this.#builds}`;
      send("progressStart", {
        progressId: this.#building,
        title: `Building ${target.name}`,
        cancellable: true,
      });
    }
    let exitCode: number = EXIT.done;
    try {
      const result = await target.run(() => this.built());
      if (result !== undefined) tell("console", JSON.stringify(result, undefined, 2).slice(0, MAX_RESULT));
    } catch (error) {
      exitCode = this.#failed(error);
    }
    this.built();
    if (!this.#restarting) this.#finish(exitCode);
  }

  #failed(error: unknown): number {
    const wasAsked = this.#stopAsked || this.#restarting;
    if (wasAsked && error instanceof AiHubError && error.code === "ERR_CANCELLED") return EXIT.interrupted;
    if (!this.#detached) this.#ports.tell("stderr", describeFailure(error));
    return exitCodeOf(error);
  }

  #finish(exitCode: number): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#detached) return;
    const { send } = this.#ports;
    send("exited", { exitCode });
    send("terminated", undefined);
  }
}
