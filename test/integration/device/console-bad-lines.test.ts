import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ConsoleSettings } from "../../../main/device/console/console-settings.ts";
import type { DeviceSession } from "../../../main/device/device-session.ts";
import { openSession } from "../../../main/device/open-session.ts";
import { openLink } from "../../../main/link/open-link.ts";
import { type BadLine, throughBadLine } from "../../harness/bad-line.ts";
import { ptyTo, type PtyPort, socatAvailable } from "../../harness/pty-pair.ts";

const registration = { endpoint: "dps.example", idScope: "0ne1", registrationId: "gw-1", attestation: "tpm" } as const;

/** Real shells on PTYs; only the line between is made bad. */
describe.skipIf(!socatAvailable() || spawnSync("which", ["bash", "dash"]).status !== 0)(
  "a console on a bad line",
  () => {
    let folder: string;
    let pty: PtyPort | undefined;
    let session: DeviceSession | undefined;
    const at = (name: string): string => join(folder, name);

    async function begin(shell: string, bad: BadLine, more: ConsoleSettings = {}): Promise<DeviceSession> {
      pty = await ptyTo(`exec:'${shell}',pty,setsid,ctty,stderr`);
      const link = throughBadLine(await openLink(pty.path, { baudRate: 115_200 }), bad);
      const console = {
        modelFile: at("model"),
        registration: { as: "json", path: at("registration.json") },
        certificate: { path: at("chain.pem") },
        ...more,
      } as const;
      session = openSession("console", link, { console });
      return session;
    }

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "touchmark-console-"));
      writeFileSync(at("model"), "GW-200\n");
    });

    afterEach(async () => {
      await session?.close();
      await pty?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    async function expectAllWorks(device: DeviceSession): Promise<void> {
      expect((await device.describe()).model).toBe("GW-200");
      await device.registration?.write(registration);
      expect(await device.registration?.read()).toEqual(registration);
      const chain = [Uint8Array.from({ length: 3000 }, (_value, index) => index)];
      await device.certificates?.write(chain);
      expect(await device.certificates?.read()).toEqual(chain);
    }

    it.each([1, 2, 7, 64])("understands answers that come in packets of %d bytes", async (packetBytes) => {
      await expectAllWorks(await begin("dash", { packetBytes }));
    });

    it.each(["dash", "bash"])("is not disturbed by kernel messages in the middle of anything (%s)", async (shell) => {
      const kernelLine = { text: "[   12.345678] usb 1-1: new device, idVendor=1d6b\r\n", everyBytes: 23 };
      await expectAllWorks(await begin(shell, { packetBytes: 5, kernelLine }));
    });

    it.each([
      "dash",
      "bash",
    ])("keeps its lines below 127 characters where the console takes no more (%s)", async (shell) => {
      await expectAllWorks(await begin(shell, { lineLimit: 127 }));
    });

    // POSIX's least (_POSIX_MAX_CANON) and what some systems have; Linux has 4095, above every line we type.
    it.each([
      { lineLimit: 255 },
      { lineLimit: 255, losesLineEnds: true },
      { lineLimit: 1024, losesLineEnds: true },
    ])("finds out what a terminal takes in canonical mode (%j)", async (bad) => {
      await expectAllWorks(await begin("dash", bad));
    });

    it("does without stty: the echo of what it types is not taken for an answer", async () => {
      writeFileSync(at("stty"), "#!/bin/sh\nexit 1\n");
      chmodSync(at("stty"), 0o755);
      await expectAllWorks(await begin(`env PATH=${folder}:${process.env["PATH"] ?? ""} dash`, {}));
    });

    it("breaks off a command that prints without end, and goes on", async () => {
      const device = await begin("dash", {});
      writeFileSync(at("model"), "x".repeat(300_000));
      await expect(device.describe()).rejects.toMatchObject({ code: "link.oversized" });
      writeFileSync(at("model"), "GW-200\n");
      await expectAllWorks(device);
    });

    it("says which programs the device lacks", async () => {
      symlinkSync("/bin/dash", at("sh"));
      const device = await begin(`env PATH=${folder} /bin/dash`, {});
      await expect(device.describe()).rejects.toMatchObject({
        code: "device.missing-tool",
        detail: expect.stringContaining("base64"),
      });
    });
  },
);
