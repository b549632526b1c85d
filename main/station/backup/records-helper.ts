import { fork } from "node:child_process";
import { Worker } from "node:worker_threads";
import type { ToWorker } from "./records-worker-messages.ts";

/** Whoever does a task with the records beside the station. */
export interface RecordsHelper {
  tell(message: ToWorker): void;
  onMessage(listener: (said: unknown) => void): void;
  /** It could not be started, or broke. */
  onError(listener: (cause: unknown) => void): void;
  onExit(listener: () => void): void;
  /** At once where the system lets it. */
  end(): void;
}

/**
 * A process, which can be ended in the middle of a call to SQLite (integrity_check of a million units is one that takes a minute; a thread
 * in it would be waited for when the station ends). Electron's binary does not start as Node, there it is a thread, and the
 * supervisor ends a station that takes too long.
 */
export const openRecordsHelper = (file: string): RecordsHelper =>
  process.versions["electron"] === undefined ? helpingProcess(file) : helpingThread(file);

export function helpingProcess(file: string): RecordsHelper {
  // What it says goes nowhere but here: standard output may be a command's answer. Flags are for this process.
  const child = fork(file, [], { execArgv: [], stdio: ["ignore", "ignore", "ignore", "ipc"] });
  return {
    // One that is gone tells it by its exit.
    tell: (message) => void (child.connected && child.send(message, () => undefined)),
    onMessage: (listener) => void child.on("message", listener),
    onError: (listener) => void child.once("error", listener),
    // After the last message.
    onExit: (listener) => void child.once("close", listener),
    end: () => {
      child.kill("SIGKILL");
      if (child.connected) child.disconnect();
      // One in a call of the system that hangs is not waited for.
      child.unref();
    },
  };
}

export function helpingThread(file: string): RecordsHelper {
  const worker = new Worker(file);
  return {
    // A thread's port has no target origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    tell: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on("message", listener),
    onError: (listener) => void worker.once("error", listener),
    onExit: (listener) => void worker.once("exit", listener),
    end: () => void worker.terminate(),
  };
}
