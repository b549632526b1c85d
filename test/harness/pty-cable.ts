import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const hasSocat = spawnSync("socat", ["-V"]).status === 0;

/** A serial port that is real to the system (a PTY made by socat) with a socket of ours at its far end. */
export interface PtyCable {
  /** What the station opens. */
  readonly path: string;
  readonly far: Socket;
  /** Pulls the plug: the PTY's master is gone at once, as when a USB adapter is removed. */
  readonly pull: () => Promise<void>;
  /** Plugs a new device in at the same path. */
  readonly replug: () => Promise<PtyCable>;
  readonly dispose: () => Promise<void>;
}

export async function ptyCable(): Promise<PtyCable> {
  return plugIn(await mkdtemp(join(tmpdir(), "touchmark-pty-")));
}

async function plugIn(folder: string): Promise<PtyCable> {
  const path = join(folder, "ttyACM0");
  const socketPath = join(folder, "device.sock");
  await rm(path, { force: true });
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  const accepted = new Promise<Socket>((resolve) => server.once("connection", resolve));
  const socat = spawn("socat", [`pty,raw,echo=0,link=${path}`, `unix-connect:${socketPath}`], { stdio: "ignore" });
  const far = await accepted;
  far.on("error", () => undefined);
  while (!existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 2));
  const pull = async (): Promise<void> => {
    await killed(socat);
    far.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    path,
    far,
    pull,
    replug: () => plugIn(folder),
    dispose: async () => {
      await pull();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function killed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    return child.kill("SIGKILL");
  });
}
