import { spawnSync } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asStationError } from "../../../main/base/errors/base-errors.ts";
import type { DeviceSymmetricKey } from "../../../main/device/device-session.ts";
import { openSession } from "../../../main/device/open-session.ts";
import type { Link } from "../../../main/link/link.ts";
import { openLink } from "../../../main/link/open-link.ts";
import { ptyTo, type PtyPort, socatAvailable } from "../../harness/pty-pair.ts";

const has = (program: string): boolean => spawnSync("which", [program]).status === 0;
const shells: readonly { name: string; program: string; command: string; sh: string }[] = [
  { name: "bash", program: "bash", command: "bash", sh: "bash" },
  { name: "dash", program: "dash", command: "dash", sh: "dash" },
  { name: "busybox ash", program: "busybox", command: "busybox ash", sh: "busybox" },
];

/** The HMAC by a shell's arithmetic, judged by Node's; the key is nowhere but in its file. */
describe.skipIf(!socatAvailable()).each(shells)("a symmetric key behind a console with $name", (shell) => {
  let folder: string;
  let pty: PtyPort;
  let link: Link;
  let key: DeviceSymmetricKey;

  beforeEach(async (context) => {
    if (!has(shell.program)) return context.skip();
    folder = mkdtempSync(join(tmpdir(), "touchmark-key-"));
    symlinkSync(`/bin/${shell.sh}`, join(folder, "sh"));
    pty = await ptyTo(`exec:'env PATH=${folder}:${process.env["PATH"] ?? ""} ${shell.command}',pty,setsid,ctty,stderr`);
    link = await openLink(pty.path, { baudRate: 115_200 });
    const session = openSession("console", link, { console: { keyFolder: join(folder, "keys") } });
    if (session.symmetricKey === undefined) throw new Error("no symmetric key on this console");
    key = session.symmetricKey;
    return () => session.close();
  });

  afterEach(async () => {
    await pty?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ["64 random bytes", Uint8Array.from(randomBytes(64))],
    ["32 bytes, as derived for a group", Uint8Array.from(randomBytes(32))],
    [
      "every hard byte",
      Uint8Array.from([0, 10, 13, 32, 0x25, 0x36, 0x5c, 0x5c, 0x30, 0x80, 0xff, 0x27, 0x22, 0x24, 0x60, 7]),
    ],
  ])("is written and proven: %s", async (_, bytes) => {
    await key.write(bytes);
    const file = join(folder, "keys/device.symmetric.key");
    expect(Uint8Array.from(readFileSync(file))).toEqual(bytes);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const message = Uint8Array.from(randomBytes(52));
    expect(Buffer.from(await key.prove(message)).toString("hex")).toBe(
      createHmac("sha256", bytes).update(message).digest("hex"),
    );
  });

  it("is missed where there is none, and told of without its bytes where it cannot be written", async () => {
    await expect(key.prove(Uint8Array.of(1))).rejects.toMatchObject({ code: "device.no-key" });
    // A file where the folder should be.
    writeFileSync(join(folder, "keys"), "");
    const bytes = Uint8Array.from(randomBytes(64));
    const failed = asStationError(await key.write(bytes).catch((error: unknown) => error));
    expect(failed.code).toBe("device.storage-failed");
    expect(JSON.stringify(failed) + String(failed.stack)).not.toContain(Buffer.from(bytes).toString("base64"));
  });
});
