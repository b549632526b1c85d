import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, connect, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

export interface GuestMachineParts {
  /** For sockets; short, as their paths may not be long. */
  readonly folder: string;
  readonly kernel: string;
  readonly files: string;
  /** Folder with a TPM's state. */
  readonly tpmState: string;
  /** Words for the kernel's command line, which the guest's tests find in their environment. */
  readonly words: Readonly<Record<string, string>>;
  /** The far end of the FTDI adapter's wire. */
  readonly onAdapter: (wire: Socket) => void;
  /** A line the guest says on its second serial port. */
  readonly onLine: (line: string) => void;
}

export interface GuestMachine {
  /** Ends when the guest has powered itself off. Gives what its console showed. */
  readonly ended: Promise<string>;
  pullAdapter(): Promise<void>;
  plugAdapter(): Promise<void>;
  kill(): void;
}

/** A PC under software emulation (no rights, no KVM), with an FTDI adapter, a TPM, and a serial port for what is to be told. */
export async function startGuest(parts: GuestMachineParts): Promise<GuestMachine> {
  const socket = (name: string): string => join(parts.folder, name);
  const servers = [
    await listen(socket("wire"), parts.onAdapter),
    await listen(socket("says"), (says) => createInterface({ input: says }).on("line", parts.onLine)),
  ];
  const control = `type=unixio,path=${socket("tpm")}`;
  const tpmWords = ["socket", "--tpm2", "--tpmstate", `dir=${parts.tpmState}`, "--ctrl", control, "--terminate"];
  const tpm = spawn("swtpm", tpmWords, { stdio: "ignore" });
  await appears(socket("tpm"));
  const machine = spawn("qemu-system-x86_64", machineWords(parts, socket), { stdio: ["ignore", "pipe", "pipe"] });
  const kill = (): void => [tpm, machine].forEach((child) => void child.kill("SIGKILL"));
  process.once("exit", kill);
  let shown = "";
  for (const stream of [machine.stdout, machine.stderr]) stream.on("data", (bytes) => (shown += String(bytes)));
  const ended = once(machine, "exit").then(() => {
    for (const server of servers) server.close();
    kill();
    return shown;
  });
  const ask = async (...orders: readonly object[]): Promise<void> => {
    const monitor = connect(socket("monitor")).on("error", () => undefined);
    for (const order of [{ execute: "qmp_capabilities" }, ...orders]) {
      monitor.write(`${JSON.stringify(order)}\n`);
      await delay(100);
    }
    monitor.end();
  };
  return {
    ended,
    kill,
    pullAdapter: () => ask({ execute: "device_del", arguments: { id: "adapter" } }),
    plugAdapter: () =>
      ask({
        execute: "device_add",
        arguments: { driver: "usb-serial", id: "adapter", bus: "usb.0", chardev: "wire" },
      }),
  };
}

async function appears(path: string): Promise<void> {
  for (let waitedMs = 0; !existsSync(path) && waitedMs < 30_000; waitedMs += 50) await delay(50);
}

function machineWords({ kernel, files, words }: GuestMachineParts, socket: (name: string) => string): string[] {
  const said = Object.entries(words).map(([name, value]) => `${name}=${value}`);
  return [
    ["-M", "q35", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", "1536"],
    ["-display", "none", "-no-reboot", "-nic", "none", "-serial", "stdio"],
    ["-kernel", kernel, "-initrd", files],
    ["-append", ["console=ttyS0", "quiet", "panic=-1", "mitigations=off", ...said].join(" ")],
    ["-chardev", `socket,id=says,path=${socket("says")}`, "-serial", "chardev:says"],
    ["-chardev", `socket,id=tpm,path=${socket("tpm")}`, "-tpmdev", "emulator,id=tpm0,chardev=tpm"],
    ["-device", "tpm-crb,tpmdev=tpm0", "-device", "qemu-xhci,id=usb"],
    ["-chardev", `socket,id=wire,path=${socket("wire")}`],
    ["-device", "usb-serial,id=adapter,bus=usb.0,chardev=wire"],
    ["-qmp", `unix:${socket("monitor")},server=on,wait=off`],
  ].flat();
}

async function listen(path: string, onConnection: (socket: Socket) => void) {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    onConnection(socket);
  });
  server.listen(path);
  await once(server, "listening");
  return server.unref();
}
