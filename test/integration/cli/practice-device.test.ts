import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DeviceSession } from "../../../main/device/device-session.ts";
import { openSession } from "../../../main/device/open-session.ts";
import { openLink } from "../../../main/link/open-link.ts";
import { ptyTo, socatAvailable } from "../../harness/pty-pair.ts";
import { startInBackground, startTouchmark } from "../../harness/touchmark.ts";

let folder: string;
const cli = join(import.meta.dirname, "../../../out/main/cli.js");

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-device-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What a station learns first over a serial port. */
async function describeAt(path: string): Promise<Awaited<ReturnType<DeviceSession["describe"]>>> {
  const session = openSession("smp", await openLink(path, { baudRate: 115_200 }));
  try {
    return await session.describe(AbortSignal.timeout(20_000));
  } finally {
    await session.close();
  }
}

const words = (serialNumber: string): readonly string[] =>
  `practice device --kind smp --attestation x509 --serial ${serialNumber}`.split(" ");

describe.skipIf(!socatAvailable())("practice device", () => {
  it("on standard input and output is a device behind a PTY of socat's, and ends when socat does", async () => {
    const pids = join(folder, "pid");
    const command = `echo $$ > ${pids}; exec ${process.execPath} ${cli} ${words("STDIO1").join(" ")} --listen stdio 2> ${join(folder, "log")}`;
    const script = join(folder, "device.sh");
    writeFileSync(script, command);
    const pty = await ptyTo(`exec:sh ${script}`);
    expect(await describeAt(pty.path)).toMatchObject({ serialNumber: "STDIO1", model: "SN-100", practice: true });
    await pty.stop();
    const pid = Number(readFileSync(pids, "utf8"));
    for (let tries = 0; existsSync(`/proc/${pid}`) && tries < 100; tries += 1) await delay(50);
    expect(existsSync(`/proc/${pid}`)).toBe(false);
  });

  it("ends with 0 when its standard input ends", async () => {
    const child = spawn(process.execPath, [cli, ...words("STDIO2"), "--listen", "stdio"], {
      stdio: ["pipe", "ignore", "ignore"],
    });
    await delay(500);
    child.stdin.end();
    await once(child, "exit");
    expect(child.exitCode).toBe(0);
  });

  it("on a UNIX socket is a device behind a PTY of socat's, again and again, and takes its socket away", async () => {
    const path = join(folder, "device.sock");
    const device = await startInBackground([...words("UNIX1"), "--listen", `unix:${path}`], "stderr");
    for (let turn = 0; turn < 2; turn += 1) {
      const pty = await ptyTo(`unix-connect:${path}`);
      expect(await describeAt(pty.path)).toMatchObject({ serialNumber: "UNIX1" });
      await pty.stop();
    }
    await device.stop();
    expect(existsSync(path)).toBe(false);
  });

  it("says what is wrong when it cannot listen, and ends", async () => {
    const child = startTouchmark([...words("X"), "--listen", `unix:${join(folder, "no/such/place")}`]);
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    await once(child, "close");
    expect(child.exitCode).toBe(2);
    expect(said).toContain("set-up.usage");
  });
});
