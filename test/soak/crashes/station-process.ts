import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { readFileSync } from "node:fs";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import { WebSocket } from "ws";
import type { StationClient } from "../../../main/station/running-station.ts";

export interface StationProgram {
  /** The bundled web shell. */
  readonly program: string;
  /** `note-forced-log.ts` as JavaScript: having Node strip its types would take a fifth of a start. */
  readonly notes: string;
  readonly data: string;
  /** Where it writes down how much of its log is on the disk. */
  readonly forced: string;
}

export interface Screen {
  readonly client: StationClient;
  /** Settles when the station is gone and all it said has been heard. */
  readonly closed: Promise<void>;
}

const startWithinMs = 60_000;
const mostSaid = 4_000;

/** A station of its own process, with one screen connected the way a browser does it. */
export class StationProcess {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #ended: Promise<string>;
  #closed: Promise<void> = Promise.resolve();
  #said = "";

  constructor({ program, notes, data, forced }: StationProgram) {
    this.#child = spawn(
      process.execPath,
      ["--import", pathToFileURL(notes).href, program, "--no-open", "--data", data],
      {
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          ...process.env,
          SOAK_DATABASE: `${data}/station.db`,
          SOAK_FORCED: forced,
          NODE_COMPILE_CACHE: join(dirname(program), "compiled"),
        },
      },
    );
    this.#child.stderr.on("data", (part: Buffer) => {
      this.#said = (this.#said + part.toString()).slice(-mostSaid);
    });
    this.#ended = once(this.#child, "exit").then(([code, signal]) => String(signal ?? code));
  }

  /** The end of what it said on standard error. */
  get said(): string {
    return this.#said;
  }

  /** Undefined if it ended before it answered. */
  async connect(): Promise<Screen | undefined> {
    const lines = createInterface({ input: this.#child.stdout });
    const address = await Promise.race([
      once(lines, "line").then(([line]: string[]) => line),
      this.#ended.then(() => undefined),
      delay(startWithinMs, undefined, { ref: false }),
    ]);
    if (address === undefined) return undefined;
    try {
      return await this.#open(new URL(address));
    } catch {
      return undefined;
    }
  }

  async #open(address: URL): Promise<Screen> {
    const answer = await fetch(address, { redirect: "manual" });
    const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
    const socket = new WebSocket(`ws://${address.host}/rpc`, { headers: { cookie, origin: address.origin } });
    this.#closed = new Promise((resolve) => socket.once("close", () => resolve()));
    socket.on("error", () => undefined);
    await Promise.race([once(socket, "open"), this.#closed.then(() => Promise.reject(new Error("closed")))]);
    // A ws socket has all that the link uses of a browser's.
    const client: StationClient = createORPCClient(
      new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
    );
    return { client, closed: this.#closed };
  }

  /** Resolves with the exit code or signal once it is gone and its screen has heard all it said. */
  async kill(signal: "SIGKILL" | "SIGTERM"): Promise<string> {
    this.#child.kill(signal);
    const how = await this.#ended;
    await this.#closed;
    return how;
  }

  /** Stops every thread of it, as a power cut would; what it had said by then is heard when `task` begins. */
  async whileStopped<Value>(task: () => Value): Promise<Value | undefined> {
    const { pid } = this.#child;
    if (pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null) return undefined;
    process.kill(pid, "SIGSTOP");
    try {
      while (stateOf(pid) !== "T") await delay(1);
      await delay(20);
      return task();
    } finally {
      process.kill(pid, "SIGCONT");
    }
  }
}

/** proc_pid_stat(5), field 3. */
function stateOf(pid: number): string {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  return text.slice(text.lastIndexOf(")") + 2)[0] ?? "";
}
