import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

export const socatAvailable = (): boolean => spawnSync("socat", ["-V"]).status === 0;

export interface PtyPort {
  /** Open this as the serial port. */
  readonly path: string;
  /** Pulls the plug: the PTY's other end goes away. */
  unplug(): Promise<void>;
  stop(): Promise<void>;
}

/** A PTY whose other end is a socat address, e.g. `tcp:127.0.0.1:4000` or `unix-connect:/path`. */
export async function ptyTo(address: string): Promise<PtyPort> {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-pty-"));
  const path = join(folder, "ttyACM0");
  const child = spawn("socat", [`pty,raw,echo=0,link=${path}`, address], { stdio: "ignore" });
  for (let waited = 0; !existsSync(path) && waited < 5000; waited += 10) await delay(10);
  const unplug = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  return {
    path,
    unplug,
    stop: async () => {
      await unplug();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
