import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ConsoleTpmSettings } from "../../../main/device/console/console-settings.ts";
import type { DeviceSession } from "../../../main/device/device-session.ts";
import { openSession } from "../../../main/device/open-session.ts";
import { openLink } from "../../../main/link/open-link.ts";
import { proveEndorsementKey } from "../../../main/tpm/endorsement-key/prove-endorsement-key.ts";
import { readEndorsementKey } from "../../../main/tpm/endorsement-key/read-endorsement-key.ts";
import { connectTpm } from "../../../main/tpm/tpm.ts";
import { ptyTo, type PtyPort, socatAvailable } from "../../harness/pty-pair.ts";
import { startSwtpm, type Swtpm, swtpmAvailable } from "../../harness/swtpm.ts";

const available = socatAvailable() && swtpmAvailable() && spawnSync("which", ["tpm2_send", "bash"]).status === 0;

/** swtpm behind a console: what a TPM answers comes through a shell unchanged, and its sessions outlive a command. */
describe.skipIf(!available)("a TPM on a console", () => {
  let folder: string;
  let swtpm: Swtpm;
  let pty: PtyPort | undefined;
  let session: DeviceSession | undefined;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "touchmark-console-"));
    swtpm = await startSwtpm();
    await swtpm.tpm2(["readpublic", "-c", "0x81010001", "-o", join(folder, "ek.pub")]);
  });

  afterEach(async () => {
    await session?.close();
    await pty?.stop();
    await swtpm.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function begin(shell: string, tpm: ConsoleTpmSettings): Promise<DeviceSession> {
    symlinkSync(`/bin/${shell}`, join(folder, "sh"));
    pty = await ptyTo(`exec:'env PATH=${folder}:${process.env["PATH"] ?? ""} ${shell}',pty,setsid,ctty,stderr`);
    session = openSession("console", await openLink(pty.path, { baudRate: 115_200 }), { console: { tpm } });
    return session;
  }

  async function expectProven(device: DeviceSession): Promise<void> {
    if (device.tpm === undefined) throw new Error("no TPM");
    const tpm = await connectTpm(device.tpm, AbortSignal.timeout(60_000));
    const reading = await readEndorsementKey(tpm);
    expect(Buffer.from(reading.publicArea)).toEqual(readFileSync(join(folder, "ek.pub")));
    expect(reading.certificates.some(({ matches }) => matches)).toBe(true);
    await proveEndorsementKey(tpm, reading);
  }

  it("is read and proven through one tpm2_send, which ends with the session", async () => {
    const device = await begin("dash", { tcti: `swtpm:host=127.0.0.1,port=${swtpm.port}` });
    await expectProven(device);
    expect(running(swtpm.port)).toBe(1);
    await device.close();
    await expect.poll(() => running(swtpm.port)).toBe(0);
  });

  it("is read and proven through a device", async () => {
    // Bash opens a socket where it is given this path: bytes of a TPM without frames, as /dev/tpmrm0 has them.
    await expectProven(await begin("bash", { device: `/dev/tcp/127.0.0.1/${swtpm.port}` }));
  });

  it("is missed by name where there is none", async () => {
    const device = await begin("dash", { device: join(folder, "tpmrm0", "none") });
    await expect(device.tpm?.transmit(Uint8Array.of(1))).rejects.toMatchObject({
      code: "device.tpm-failed",
      detail: expect.stringContaining("tpmrm0"),
    });
    expect((await device.describe()).practice).toBe(false);
  });

  const running = (port: number): number =>
    Number(spawnSync("pgrep", ["-c", "-f", `tpm2_send -T swtpm:host=127.0.0.1,port=${port}`]).stdout.toString());
});
