import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DeviceSession } from "../../../main/device/device-session.ts";
import { openSession } from "../../../main/device/open-session.ts";
import { openLink } from "../../../main/link/open-link.ts";
import { ptyTo, type PtyPort, socatAvailable } from "../../harness/pty-pair.ts";

const pythonAvailable = spawnSync("python3", ["-c", "import configparser"]).status === 0;
const defaults = {
  endpoint: "global.azure-devices-provisioning.net",
  idScope: "0ne00000000",
  attestation: "x509",
} as const;
const registration = { ...defaults, registrationId: "sn100000017" };
const text =
  "[dps]\nhost = {endpoint}\nscope = {idScope}\nid = {registrationId}\n; 'quoted' \"twice\" $HOME `date` \\n {free}\n";

/** A registration as the recipe spells it, written by a real shell and read by a parser that is not ours. */
describe.skipIf(!socatAvailable() || !pythonAvailable)("a template on a console", () => {
  let folder: string;
  let pty: PtyPort;
  let session: DeviceSession;
  const path = (): string => join(folder, "cloud.ini");

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "touchmark-template-"));
    writeFileSync(path(), "old\n");
    pty = await ptyTo("exec:bash,pty,setsid,ctty,stderr");
    const form = { as: "template", path: path(), mode: "640", text, defaults } as const;
    session = openSession("console", await openLink(pty.path, { baudRate: 115_200 }), {
      console: { registration: form },
    });
  });

  afterAll(async () => {
    await session?.close();
    await pty?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("becomes the file, whole, and is read back", async () => {
    expect(await session.registration?.read()).toBeUndefined();
    await session.registration?.write(registration);
    expect(await session.registration?.read()).toEqual(registration);
    expect(statSync(path()).mode & 0o777).toBe(0o640);
    const script =
      "import configparser,sys;c=configparser.ConfigParser(interpolation=None);c.read(sys.argv[1]);print(dict(c['dps']))";
    expect(execFileSync("python3", ["-c", script, path()], { encoding: "utf8" })).toBe(
      "{'host': 'global.azure-devices-provisioning.net', 'scope': '0ne00000000', 'id': 'sn100000017'}\n",
    );
  });

  it("is no longer there once somebody has changed anything in it", async () => {
    writeFileSync(path(), `${readFileSync(path(), "utf8")}\n`);
    expect(await session.registration?.read()).toBeUndefined();
  });
});
