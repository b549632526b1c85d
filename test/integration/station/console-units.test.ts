import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlantSetUp, setUpPlant } from "../../harness/plant.ts";
import { ptyTo, type PtyPort, socatAvailable } from "../../harness/pty-pair.ts";
import { type Swtpm, startSwtpm, swtpmAvailable } from "../../harness/swtpm.ts";
import { touchmark } from "../../harness/touchmark.ts";

const has = (program: string): boolean => spawnSync("which", [program]).status === 0;
const getty = join(import.meta.dirname, "../../harness/getty-stand-in.sh");
const password = "Tr0ub4dor-and-3";
const before = `# kept\nhostname = "gateway"\n\n[agent]\nname = "edgeAgent" # and this\n`;

/** TOML as Python's own parser reads it. */
const toml = (file: string): unknown =>
  JSON.parse(
    execFileSync(
      "python3",
      ["-c", "import sys,tomllib,json;print(json.dumps(tomllib.load(open(sys.argv[1],'rb'))))", file],
      {
        encoding: "utf8",
      },
    ),
  );

const tomlAvailable = spawnSync("python3", ["-c", "import tomllib"]).status === 0;

/** Issue 3: Linux devices, each a real shell on a PTY, with real tpm2_send and openssl, provisioned by the command line. */
describe.skipIf(!socatAvailable() || !has("openssl") || !tomlAvailable)("a Linux unit on its console", () => {
  let plant: PlantSetUp;

  beforeAll(async () => {
    plant = await setUpPlant();
    writeFileSync(plant.file("model"), "GW-300\n");
  });

  afterAll(() => plant?.stop());

  function recipe(name: string, change: object): string {
    const { endpoint = "", idScope = "" } = plant.dps.ready;
    const file = plant.file(`${name}.yaml`);
    const write = { as: "aziot-config-toml", path: plant.file(`${name}/config.toml`), mode: "640" };
    const common = {
      recipe: name,
      product: { model: "GW-300" },
      link: { driver: "console" },
      registration: { endpoint, idScope, write },
      enrollment: { service: "plant-dps", deviceId: "{serialNumber}" },
    };
    mkdirSync(plant.file(name));
    writeFileSync(plant.file(`${name}/config.toml`), before);
    writeFileSync(file, JSON.stringify({ ...common, ...change }));
    return file;
  }

  const console = (serialNumber: string, more: object): object => {
    writeFileSync(plant.file(`${serialNumber}.serial`), `${serialNumber}\n`);
    return { modelFile: plant.file("model"), serialNumberFile: plant.file(`${serialNumber}.serial`), ...more };
  };

  const provision = (file: string, port: string): ReturnType<typeof touchmark> =>
    touchmark("provision", "--recipe", file, "--port", port, "--data", plant.data);

  describe.skipIf(!swtpmAvailable())("with a TPM behind a log-in", () => {
    const serialNumber = "GW300000001";
    let swtpm: Swtpm;
    let pty: PtyPort;
    let file: string;
    let provisioned: Awaited<ReturnType<typeof touchmark>>;

    beforeAll(async () => {
      swtpm = await startSwtpm();
      await swtpm.tpm2(["readpublic", "-c", "0x81010001", "-o", plant.file("ek.pub")]);
      writeFileSync(plant.file("roots.pem"), `${swtpm.rootPem}\n${swtpm.issuerPem}`);
      await touchmark("trust", "add", plant.file("roots.pem"), "--data", plant.data);
      writeFileSync(plant.file("password"), `${password}\n`);
      expect(
        (await touchmark("secret", "set", "gateway", "--file", plant.file("password"), "--data", plant.data)).code,
      ).toBe(0);
      pty = await ptyTo(`exec:'${getty} installer ${password} dash -i',pty,setsid,ctty,stderr`);
      file = recipe("tpm-unit", {
        console: console(serialNumber, {
          login: { user: "installer", passwordSecret: "gateway" },
          tpm: { tcti: `swtpm:host=127.0.0.1,port=${swtpm.port}` },
        }),
        attestation: { type: "tpm" },
        registrationId: "{ek}",
      });
      provisioned = await provision(file, pty.path);
    });

    afterAll(async () => {
      await pty?.stop();
      await swtpm?.stop();
    });

    it("passes, enrolled, with the endorsement key that tpm2_readpublic prints, proven by activation", () => {
      expect(provisioned.result).toMatchObject({ outcome: "pass", serialNumber, enrollment: "enrolled" });
      expect(provisioned.result["endorsementKey"]).toBe(readFileSync(plant.file("ek.pub")).toString("base64"));
      const steps = provisioned.result["steps"] as { id: string; outcome: string }[];
      expect(steps.find(({ id }) => id === "activate-credential")).toMatchObject({ outcome: "pass" });
    });

    it("has a config.toml that Python reads, with all that was there before", () => {
      const path = plant.file("tpm-unit/config.toml");
      const { endpoint, idScope } = plant.dps.ready;
      expect(toml(path)).toEqual({
        hostname: "gateway",
        agent: { name: "edgeAgent" },
        provisioning: {
          source: "dps",
          global_endpoint: `https://${endpoint}`,
          id_scope: idScope,
          attestation: { method: "tpm", registration_id: provisioned.result["registrationId"] },
        },
      });
      expect(readFileSync(path, "utf8").startsWith(before)).toBe(true);
      expect(statSync(path).mode & 0o777).toBe(0o640);
    });

    it("verifies, and is the same when provisioned again", async () => {
      const verified = await touchmark("verify", "--recipe", file, "--port", pty.path, "--data", plant.data);
      expect(verified.result).toMatchObject({ outcome: "pass", serialNumber });
      const text = readFileSync(plant.file("tpm-unit/config.toml"));
      expect((await provision(file, pty.path)).result).toMatchObject({
        outcome: "pass",
        registrationId: provisioned.result["registrationId"],
      });
      expect(readFileSync(plant.file("tpm-unit/config.toml"))).toEqual(text);
    });

    it("is refused with a wrong password from the environment, which nobody gets to see", async () => {
      const variable = `TOUCHMARK_SECRET_${"gateway".toUpperCase()}`;
      process.env[variable] = "wrong-Pa55word";
      try {
        const refused = await provision(file, pty.path);
        expect(refused.result).toMatchObject({ outcome: "fail", code: "device.login-refused" });
        expect(JSON.stringify(refused)).not.toContain("wrong-Pa55word");
      } finally {
        delete process.env[variable];
      }
    });

    it("never shows the password", () => {
      expect(JSON.stringify(provisioned)).not.toContain(password);
      expect(spawnSync("grep", ["-rl", password, plant.data]).stdout.toString()).toBe("");
    });
  });

  it("makes its key, gets its certificate and holds a config.toml that names both", async () => {
    const serialNumber = "GW300000002";
    expect((await touchmark("ca", "create", "line-ca", "--pilot", "--data", plant.data)).code).toBe(0);
    await touchmark("ca", "export", "line-ca", "--out", plant.file("line-ca.pem"), "--data", plant.data);
    const [keyFolder, certificateFile] = [plant.file("x509-unit/keys"), plant.file("x509-unit/chain.pem")];
    const file = recipe("x509-unit", {
      console: console(serialNumber, { keyFolder, certificateFile }),
      attestation: { type: "x509", certificate: { authority: "line-ca" } },
      registrationId: "{serialNumber}",
    });
    const pty = await ptyTo("exec:bash,pty,setsid,ctty,stderr");
    try {
      const { result } = await provision(file, pty.path);
      expect(result).toMatchObject({ outcome: "pass", serialNumber, enrollment: "enrolled" });
      const verify = [
        "verify",
        "-purpose",
        "sslclient",
        "-CAfile",
        plant.file("line-ca.pem"),
        "-untrusted",
        certificateFile,
        certificateFile,
      ];
      expect(execFileSync("openssl", verify, { encoding: "utf8" })).toContain("OK");
      const key = `${keyFolder}/device.key.pem`;
      const ofKey = execFileSync("openssl", ["pkey", "-in", key, "-pubout"]);
      expect(execFileSync("openssl", ["x509", "-in", certificateFile, "-noout", "-pubkey"])).toEqual(ofKey);
      expect(toml(plant.file("x509-unit/config.toml"))).toMatchObject({
        provisioning: {
          attestation: {
            method: "x509",
            registration_id: serialNumber.toLowerCase(),
            identity_cert: `file://${certificateFile}`,
            identity_pk: `file://${key}`,
          },
        },
      });
    } finally {
      await pty.stop();
    }
  });
});
