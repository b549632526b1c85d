import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ConsoleSettings } from "../../../main/device/console/console-settings.ts";
import type { DeviceSession } from "../../../main/device/device-session.ts";
import { openSession } from "../../../main/device/open-session.ts";
import type { Link } from "../../../main/link/link.ts";
import { openLink } from "../../../main/link/open-link.ts";
import { ptyTo, type PtyPort, socatAvailable } from "../../harness/pty-pair.ts";
import { type RootStandIns, writeRootStandIns } from "../../harness/root-stand-ins.ts";

const password = "it's 100% Tr0ub4dor";

/** Real shells on PTYs; sudo and su are stand-ins, since the real ones ask for this machine's passwords. */
describe.skipIf(!socatAvailable() || spawnSync("which", ["bash", "dash"]).status !== 0)("becoming root", () => {
  let folder: string;
  let pty: PtyPort | undefined;
  let session: DeviceSession | undefined;
  let heard = "";
  const at = (name: string): string => join(folder, name);
  const asked = (): number => (existsSync(at("asked")) ? readFileSync(at("asked"), "utf8").split("\n").length - 1 : 0);

  async function begin(shell: string, standIns: RootStandIns, settings: ConsoleSettings): Promise<DeviceSession> {
    writeRootStandIns(folder, standIns);
    pty = await ptyTo(`exec:'env PATH=${folder}:${process.env["PATH"] ?? ""} ${shell}',pty,setsid,ctty,stderr`);
    const link = overheard(await openLink(pty.path, { baudRate: 115_200 }));
    session = openSession("console", link, {
      console: { modelFile: at("model"), registration: { as: "json", path: at("registration.json") }, ...settings },
    });
    return session;
  }

  const overheard = (link: Link): Link => ({
    address: link.address,
    get isOpen() {
      return link.isOpen;
    },
    write: (bytes, signal) => link.write(bytes, signal),
    listen: ({ onBytes, onClosed }) =>
      link.listen({
        onBytes: (bytes) => {
          heard += Buffer.from(bytes).toString("latin1");
          onBytes(bytes);
        },
        onClosed,
      }),
    close: () => link.close(),
  });

  beforeEach(() => {
    heard = "";
    folder = mkdtempSync(join(tmpdir(), "touchmark-root-"));
    writeFileSync(at("model"), "GW-200\n");
  });

  afterEach(async () => {
    await session?.close();
    await pty?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("goes by sudo -n", async () => {
    const device = await begin("bash", { password, free: true }, { becomeRoot: "sudo" });
    expect((await device.describe()).model).toBe("GW-200");
    expect(asked()).toBe(0);
  });

  it.each([
    ["sudo", "dash", undefined],
    ["sudo", "bash", undefined],
    ["sudo", "bash", "Passwort für fertigung: "],
    ["su", "dash", undefined],
    ["su", "bash", "密码："],
  ] as const)("goes by %s from %s with a password that is never echoed (%s)", async (way, shell, prompt) => {
    const standIns = prompt === undefined ? { password } : { password, prompt };
    const device = await begin(shell, standIns, { becomeRoot: way, rootPassword: password });
    expect((await device.describe()).model).toBe("GW-200");
    await device.registration?.write({
      endpoint: "dps.example",
      idScope: "0ne1",
      registrationId: "gw-1",
      attestation: "tpm",
    });
    expect(asked()).toBe(1);
    expect(heard).not.toContain(password);
    await device.close();
    // What was there before answers again, with its echo.
    const link = overheard(await openLink(pty?.path ?? "", { baudRate: 115_200 }));
    link.listen({ onBytes: () => undefined, onClosed: () => undefined });
    heard = "";
    await link.write(Buffer.from('echo "$((6*7))$TMN."\n'));
    await expect.poll(() => heard).toMatch(/42\.\r?\n/);
    await link.close();
  });

  it("gives a wrong password once, tells it to nobody, and leaves the shell", async () => {
    const device = await begin("bash", { password }, { becomeRoot: "sudo", rootPassword: "wrong-Pa55word" });
    const error = await device.describe().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "device.not-root", detail: "sudo refused the password" });
    expect(`${String(error)}${JSON.stringify(error)}${heard}`).not.toContain("wrong-Pa55word");
    expect(asked()).toBe(1);
  });

  it("is refused where su does not take the password", async () => {
    const device = await begin("dash", { password }, { becomeRoot: "su", rootPassword: "wrong-Pa55word" });
    await expect(device.describe()).rejects.toMatchObject({ code: "device.not-root" });
  });

  it("is refused where sudo wants a password and none is set, and leaves the shell as it was", async () => {
    const device = await begin("bash", { password }, { becomeRoot: "sudo" });
    await expect(device.describe()).rejects.toMatchObject({ code: "device.not-root" });
    await device.close();
    const link = overheard(await openLink(pty?.path ?? "", { baudRate: 115_200 }));
    link.listen({ onBytes: () => undefined, onClosed: () => undefined });
    await link.write(Buffer.from('echo "a$TMN."\n'));
    await expect.poll(() => heard).toMatch(/a\.\r?\n/);
    await link.close();
  });

  it("says that a password has run out", async () => {
    const afterwards = "You are required to change your password immediately (administrator enforced).\nNew password: ";
    const device = await begin("bash", { password, afterwards }, { becomeRoot: "sudo", rootPassword: password });
    await expect(device.describe()).rejects.toMatchObject({ code: "device.password-expired" });
  });
});
