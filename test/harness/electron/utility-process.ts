import { type ChildProcess, fork } from "node:child_process";
import { EventEmitter } from "node:events";
import { fileURLToPath } from "node:url";
import type { MessagePortMain } from "./message-port.ts";
import { type PortFrame, PortRelay } from "./port-relay.ts";
import { say } from "./say.ts";

/** What goes between the shell and a utility process. */
export type ProcessFrame =
  | { readonly type: "message"; readonly data: unknown; readonly ports: readonly string[] }
  | { readonly type: "relay"; readonly frame: PortFrame };

interface ForkOptions {
  readonly serviceName?: string;
  readonly stdio?: "inherit" | "ignore" | "pipe";
  readonly env?: Readonly<Record<string, string>>;
}

const living = new Set<ChildProcess>();

/** Ends with the shell, as Chromium's children do. */
process.on("exit", () => {
  for (const child of living) child.kill("SIGKILL");
});

class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  readonly #relay: PortRelay;

  constructor(child: ChildProcess) {
    super();
    this.#child = child;
    this.#relay = new PortRelay("shell-", (frame) => this.#send({ type: "relay", frame }));
    child.on("message", (message) => this.#onFrame(message as ProcessFrame));
    child.once("exit", (code, signal) => {
      living.delete(child);
      this.#relay.closeAll();
      this.emit("exit", code ?? (signal === null ? 0 : 1));
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  postMessage(data: unknown, transfer: readonly MessagePortMain[] = []): void {
    const ports = transfer.map((port) => this.#relay.export(port.detach()));
    this.#send({ type: "message", data, ports });
  }

  kill(): boolean {
    return this.#child.kill();
  }

  #send(frame: ProcessFrame): void {
    if (this.#child.connected) this.#child.send(frame, () => undefined);
  }

  #onFrame(frame: ProcessFrame): void {
    if (frame.type === "relay") this.#relay.onFrame(frame.frame);
    else this.emit("message", frame.data);
  }
}

export const utilityProcess = {
  fork(modulePath: string, args: readonly string[] = [], options: ForkOptions = {}): UtilityProcess {
    const parentPort = fileURLToPath(new URL("./parent-port.ts", import.meta.url));
    const child = fork(modulePath, args, {
      execArgv: ["--import", parentPort],
      serialization: "advanced",
      env: { ...process.env, ...options.env },
      stdio: ["ignore", options.stdio ?? "inherit", options.stdio ?? "inherit", "ipc"],
    });
    living.add(child);
    say("utility-process", { pid: child.pid, serviceName: options.serviceName });
    const started = new UtilityProcess(child);
    child.once("spawn", () => started.emit("spawn"));
    return started;
  },
};
