import { execFileSync, spawnSync } from "node:child_process";
import { createPublicKey, randomBytes, X509Certificate } from "node:crypto";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isStationError } from "../../../main/base/errors/station-error.ts";
import type { ConsoleSettings } from "../../../main/device/console/console-settings.ts";
import type { DeviceSession } from "../../../main/device/device-session.ts";
import { openSession } from "../../../main/device/open-session.ts";
import type { Link } from "../../../main/link/link.ts";
import { openLink } from "../../../main/link/open-link.ts";
import { checkCertificateRequest } from "../../../main/pki/requests/check-certificate-request.ts";
import { verifySignature } from "../../../main/pki/verify-signature.ts";
import { ptyTo, type PtyPort, socatAvailable } from "../../harness/pty-pair.ts";

const has = (program: string): boolean => spawnSync("which", [program]).status === 0;
const shells: readonly { name: string; program: string; command: string; sh?: string }[] = [
  { name: "bash", program: "bash", command: "bash" },
  { name: "bash whose sh is bash", program: "bash", command: "bash", sh: "bash" },
  { name: "dash", program: "dash", command: "dash" },
  { name: "busybox ash whose sh is busybox", program: "busybox", command: "busybox ash", sh: "busybox" },
];

const registration = {
  endpoint: "global.azure-devices-provisioning.net",
  idScope: "0ne00000000",
  registrationId: "gw200000017",
  attestation: "x509",
} as const;

const interfaces = "/sys/class/net";

/** Of the interfaces that are of a device, in the shell's order. */
const interfaceAddresses = (): readonly string[] =>
  readdirSync(interfaces)
    .toSorted()
    .filter((name) => existsSync(join(interfaces, name, "device")))
    .map((name) => readFileSync(join(interfaces, name, "address"), "utf8").trim());

describe.skipIf(!socatAvailable() || !has("openssl")).each(shells)(
  "a console with $name",
  ({ program, command, sh }) => {
    let folder: string;
    let pty: PtyPort;
    let link: Link;
    let session: DeviceSession;
    const at = (name: string): string => join(folder, name);

    const settings = (): ConsoleSettings => ({
      keyFolder: at("keys"),
      certificate: { path: at("chain.pem") },
      modelFile: at("model"),
      serialNumberFile: at("serial"),
      registration: { as: "aziot-config-toml", path: at("config.toml"), mode: "600" },
    });

    async function begin(more: ConsoleSettings = {}): Promise<DeviceSession> {
      link = await openLink(pty.path, { baudRate: 115_200 });
      return openSession("console", link, { console: { ...settings(), ...more } });
    }

    beforeEach(async (context) => {
      if (!has(program)) return context.skip();
      folder = mkdtempSync(join(tmpdir(), "touchmark-console-"));
      writeFileSync(at("model"), "GW-200\0");
      writeFileSync(at("serial"), "GW200000017\n");
      process.env["HISTFILE"] = at("history");
      if (sh !== undefined) symlinkSync(`/bin/${sh}`, at("sh"));
      pty = await ptyTo(`exec:'env PATH=${folder}:${process.env["PATH"] ?? ""} ${command}',pty,setsid,ctty,stderr`);
      session = await begin();
    });

    afterEach(async () => {
      delete process.env["HISTFILE"];
      await session?.close();
      await pty?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    it("tells what it is", async () => {
      expect(await session.describe()).toEqual({
        model: "GW-200",
        serialNumber: "GW200000017",
        firmware: execFileSync("uname", ["-sr"], { encoding: "utf8" }).trim(),
        macAddresses: interfaceAddresses(),
        practice: false,
        locked: false,
        capabilities: ["keys", "symmetric-key", "certificates", "registration"],
      });
    });

    it.each([
      "ec-p256",
      "rsa-2048",
    ] as const)("makes a %s key once, asks for its certificate and signs", async (algorithm) => {
      await expect(session.keys?.publicKey()).rejects.toMatchObject({ code: "device.no-key" });
      const publicKey = (await session.keys?.generate(algorithm)) ?? new Uint8Array();
      const file = at("keys/device.key.pem");
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(Buffer.from(publicKey)).toEqual(
        createPublicKey(readFileSync(file)).export({ type: "spki", format: "der" }),
      );
      expect(await session.keys?.generate(algorithm)).toEqual(publicKey);
      const other = algorithm === "ec-p256" ? "rsa-2048" : "ec-p256";
      await expect(session.keys?.generate(other)).rejects.toMatchObject({ code: "device.key-exists" });
      const request = (await session.keys?.certificateRequest("gw200000017")) ?? new Uint8Array();
      expect(await checkCertificateRequest(request, { commonName: "gw200000017", publicKey })).toMatchObject({
        algorithm,
      });
      const message = randomBytes(3000);
      const signature = (await session.keys?.sign(message)) ?? new Uint8Array();
      expect(verifySignature(publicKey, message, signature)).toBe(true);
    });

    it("keeps a chain as PEM that openssl reads, and gives it back", async () => {
      expect(await session.certificates?.read()).toEqual([]);
      const pem = execFileSync(
        "openssl",
        ["req", "-x509", "-newkey", "rsa:3072", "-nodes", "-keyout", "/dev/null", "-subj", "/CN=a", "-batch"],
        { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
      );
      const der = new Uint8Array(new X509Certificate(pem).raw);
      await session.certificates?.write([der, der]);
      expect(await session.certificates?.read()).toEqual([der, der]);
      expect(execFileSync("openssl", ["x509", "-in", at("chain.pem"), "-outform", "DER"])).toEqual(Buffer.from(der));
      expect(statSync(at("chain.pem")).mode & 0o777).toBe(0o644);
    });

    it("merges the registration into a file, with its comments, and reads it back", async () => {
      expect(await session.registration?.read()).toBeUndefined();
      const before = `# ours\nhostname = "gw"\n\n[agent]\nname = "edgeAgent" # keep 'this'\n`;
      writeFileSync(at("config.toml"), before);
      await session.registration?.write(registration);
      expect(await session.registration?.read()).toEqual(registration);
      expect(readFileSync(at("config.toml"), "utf8").startsWith(before)).toBe(true);
      expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
    });

    it("is left as it was found: no history, no files, a shell that echoes, and can be entered again", async () => {
      await session.describe();
      await session.close();
      expect(existsSync(at("history"))).toBe(false);
      link = await openLink(pty.path, { baudRate: 115_200 });
      let said = "";
      link.listen({ onBytes: (bytes) => (said += Buffer.from(bytes).toString()), onClosed: () => undefined });
      await link.write(Buffer.from("echo $((6*7))$TMN.\n"));
      await expect.poll(() => said).toMatch(/echo \$\(\(6\*7\)\)\$TMN\.\r?\n[^\n]*42\.\r?\n/);
      await link.close();
      session = await begin();
      expect((await session.describe()).serialNumber).toBe("GW200000017");
    });

    it("goes on after a command was broken off", async () => {
      await session.describe();
      const abort = new AbortController();
      const key = session.keys?.generate("rsa-3072", abort.signal);
      setTimeout(() => abort.abort(), 30);
      await expect(key).rejects.toSatisfy((error) => isStationError(error, "station.cancelled"));
      expect((await session.describe()).model).toBe("GW-200");
    });

    it("enters again where an earlier session was cut off in the middle", async () => {
      await session.describe();
      // The line is taken away under it: nobody says goodbye.
      await link.close();
      session = await begin();
      expect((await session.describe()).model).toBe("GW-200");
    });

    it("says that the link is lost when it is unplugged", async () => {
      await session.describe();
      const asked = session.describe();
      await pty.unplug();
      await expect(asked).rejects.toMatchObject({ code: "link.lost" });
    });
  },
);
