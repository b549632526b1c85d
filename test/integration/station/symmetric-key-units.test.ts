import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseConnectionString } from "../../../main/dps/connection-string.ts";
import { DpsClient } from "../../../main/dps/dps-client.ts";
import { type PlantSetUp, setUpPlant } from "../../harness/plant.ts";
import { ptyTo, type PtyPort, socatAvailable } from "../../harness/pty-pair.ts";
import { testGroup } from "../../harness/recipe-source.ts";
import { type Background, startInBackground, touchmark } from "../../harness/touchmark.ts";

type Attestation = "x509" | "symmetric-key";
type Provisioned = Awaited<ReturnType<typeof touchmark>>;

const groupKey = "8isrFI1sGsIlvvFSSFRiMfCNzv21fjbE/+ah/lSh3lF8e2YG1Te7w1KpZhJFFXJrqYKi9yegxkqIChbqOS9Egw==";
const formats = ["csv", "jsonl", "jws", "sealed"] as const;

/** Every file below a folder, as it lies on the disk: the database, its log, secrets, exports. */
const bytesBelow = (folder: string): readonly (readonly [name: string, bytes: Buffer])[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name))]);

/** Issue 3: symmetric keys, individual and of a group, and X.509 by a group, from the command line to the registered device. */
describe.skipIf(!socatAvailable())("units that share a key with their service, or are let in by a group", () => {
  let plant: PlantSetUp;
  const data = (): readonly string[] => ["--data", plant.data];
  const ports: { device: Background; pty: PtyPort; stateFile: string }[] = [];

  beforeAll(async () => {
    plant = await setUpPlant();
    writeFileSync(plant.file("group-key"), `${groupKey}\n`);
    const done = [
      await touchmark("secret", "set", "line-7-key", "--file", plant.file("group-key"), ...data()),
      await touchmark("ca", "create", "line-ca", "--pilot", ...data()),
      await touchmark("manifest", "signer", "--authority", "line-ca", ...data()),
      await touchmark("group", "create", "plant-dps", testGroup, "--symmetric-key-secret", "line-7-key", ...data()),
      await touchmark("group", "create", "plant-dps", "line-8", "--x509-authority", "line-ca", ...data()),
    ];
    expect(done.map(({ stderr }) => stderr).join("")).toBe("");
  });

  afterAll(async () => {
    for (const { device, pty } of ports) {
      await pty.stop();
      await device.stop();
    }
    await plant?.stop();
  });

  async function plugIn(attestation: Attestation, serialNumber: string, state = serialNumber) {
    const stateFile = plant.file(`${state}.state`);
    const kind = ["--kind", "smp", "--attestation", attestation, "--serial", serialNumber, "--model", "SN-100"];
    const device = await startInBackground(
      ["practice", "device", ...kind, "--listen", "tcp:127.0.0.1:0", "--state", stateFile].concat([
        "--ca",
        plant.dps.ready["caFile"] ?? "",
      ]),
      "stderr",
    );
    const pty = await ptyTo(device.ready["address"] ?? "");
    const port = { device, pty, stateFile };
    ports.push(port);
    return port;
  }

  const provision = (recipe: string, port: string, lot: string): Promise<Provisioned> =>
    touchmark("provision", "--recipe", recipe, "--port", port, "--lot", lot, ...data());

  const keyIn = (stateFile: string): Uint8Array =>
    Uint8Array.from(Buffer.from(String(JSON.parse(readFileSync(stateFile, "utf8")).symmetricKey), "base64"));

  function service(): DpsClient {
    const { connectionString = "", url = "", caFile = "" } = plant.dps.ready;
    return new DpsClient({ ...parseConnectionString(connectionString), url, ca: [readFileSync(caFile, "utf8")] });
  }

  describe("with a key of its own", () => {
    const serialNumber = "SN100000071";
    const lot = "keys";
    let port: Awaited<ReturnType<typeof plugIn>>;
    let provisioned: Provisioned;

    beforeAll(async () => {
      port = await plugIn("symmetric-key", serialNumber);
      provisioned = await provision(plant.recipe({ attestation: "symmetric-key" }), port.pty.path, lot);
    });

    it("passes, is enrolled with the key in the device, and registers by it", async () => {
      expect(provisioned.stderr).toBe("");
      expect(provisioned.result).toMatchObject({ outcome: "pass", serialNumber, enrollment: "enrolled" });
      const client = service();
      const mechanism = await client.getAttestationMechanism(serialNumber.toLowerCase());
      client.close();
      expect(mechanism?.symmetricKey?.primaryKey).toBe(Buffer.from(keyIn(port.stateFile)).toString("base64"));
      expect(await port.device.next("registered")).toMatchObject({ deviceId: serialNumber });
    });

    it("verifies: the device proves its key against the service's", async () => {
      const verified = await touchmark("verify", "--port", port.pty.path, ...data());
      expect(verified.result).toMatchObject({ outcome: "pass", serialNumber });
    });

    it("keeps its key when it is provisioned again, though nothing of it is left here", async () => {
      const before = keyIn(port.stateFile);
      const again = await provision(plant.recipe({ attestation: "symmetric-key" }), port.pty.path, lot);
      expect(again.result).toMatchObject({ outcome: "pass", enrollment: "enrolled" });
      expect(keyIn(port.stateFile)).toEqual(before);
    });

    it("has its key in no file of the station, nor in what it printed and exported", async () => {
      const exported: string[] = [];
      for (const format of formats) {
        const out = plant.file(`data/export.${format}`);
        const done = await touchmark("export", "--lot", lot, "--format", format, "--out", out, ...data());
        expect(done.stderr).toBe("");
        exported.push(readFileSync(out, "utf8"));
      }
      expect(exported.join("\n")).toContain(serialNumber.toLowerCase());
      const key = Buffer.from(keyIn(port.stateFile));
      const spellings = [
        key,
        ...[key.toString("base64"), key.toString("base64url"), key.toString("hex")].map((text) => Buffer.from(text)),
      ];
      const found = [...bytesBelow(plant.data), ["printed", Buffer.from(JSON.stringify(provisioned))] as const]
        .filter(([, bytes]) => spellings.some((spelling) => bytes.includes(spelling)))
        .map(([name]) => name);
      expect(found).toEqual([]);
      // The search finds what is there: the same key in the device's own state.
      expect(readFileSync(port.stateFile).includes(key.toString("base64"))).toBe(true);
    });

    it.each([
      "dps-bulk",
      "devices-txt",
    ])("is not exported as %s, by which no such device could register", async (format) => {
      const refused = await touchmark(
        "export",
        "--lot",
        lot,
        "--format",
        format,
        "--out",
        plant.file(format),
        ...data(),
      );
      expect(refused.code).not.toBe(0);
      expect(JSON.stringify(refused)).toContain("manifest.not-in-format");
    });

    it("is refused by the checks when the device holds another key", async () => {
      const state = JSON.parse(readFileSync(port.stateFile, "utf8"));
      writeFileSync(
        plant.file("other.state"),
        JSON.stringify({ ...state, symmetricKey: Buffer.alloc(64, 7).toString("base64") }),
      );
      const other = await plugIn("symmetric-key", serialNumber, "other");
      const verified = await touchmark("verify", "--port", other.pty.path, ...data());
      expect(verified.result).toMatchObject({ outcome: "fail", code: "unit.key-not-proven" });
    });
  });

  describe("with a key derived for its group", () => {
    const serialNumber = "SN-Upper-100000072";
    let port: Awaited<ReturnType<typeof plugIn>>;
    let provisioned: Provisioned;

    beforeAll(async () => {
      port = await plugIn("symmetric-key", serialNumber);
      provisioned = await provision(plant.recipe({ attestation: "symmetric-key-group" }), port.pty.path, "group");
    });

    it("passes without an entry of its own, and registers by the group", async () => {
      expect(provisioned.stderr).toBe("");
      expect(provisioned.result).toMatchObject({ outcome: "pass", registrationId: serialNumber, enrollment: "group" });
      expect(await port.device.next("registered")).toMatchObject({ deviceId: serialNumber });
      const client = service();
      expect(await client.getEnrollment(serialNumber)).toBeUndefined();
      client.close();
    });

    it("has the key that OpenSSL derives", () => {
      const hex = Buffer.from(groupKey, "base64").toString("hex");
      const openssl = spawnSync("openssl", ["dgst", "-sha256", "-mac", "HMAC", "-macopt", `hexkey:${hex}`, "-binary"], {
        input: serialNumber,
      });
      expect(Buffer.from(keyIn(port.stateFile))).toEqual(openssl.stdout);
    });

    it("verifies, and says its group in the manifest", async () => {
      const verified = await touchmark("verify", "--port", port.pty.path, ...data());
      expect(verified.result).toMatchObject({ outcome: "pass", enrollment: "group" });
      const out = plant.file("group.csv");
      await touchmark("export", "--lot", "group", "--format", "csv", "--out", out, ...data());
      const [header = "", row = ""] = readFileSync(out, "utf8").split("\r\n");
      const cells = row.split(",");
      const cell = (name: string): string | undefined => cells[header.split(",").indexOf(name)];
      expect([cell("attestation.type"), cell("enrollment"), cell("enrollmentGroup"), cell("service")]).toEqual([
        "symmetric-key",
        "group",
        testGroup,
        "plant-dps",
      ]);
    });
  });

  describe("with a certificate, by the group of its authority", () => {
    const serialNumber = "SN100000073";
    let port: Awaited<ReturnType<typeof plugIn>>;

    const recipe = (group: string): string => {
      const file = plant.recipe({ attestation: "x509-group" });
      writeFileSync(file, readFileSync(file, "utf8").replace(`"group":"${testGroup}"`, `"group":"${group}"`));
      return file;
    };

    beforeAll(async () => {
      port = await plugIn("x509", serialNumber);
    });

    it("is not built for a group that does not exist, is of another kind, or may choose other hubs", async () => {
      const missing = await provision(recipe("line-9"), port.pty.path, "missing");
      expect(missing.result).toMatchObject({ outcome: "fail", code: "enrollment.group-missing" });
      const wrong = await provision(recipe(testGroup), port.pty.path, "wrong");
      expect(wrong.result).toMatchObject({ outcome: "fail", code: "enrollment.group-changed" });
      const elsewhere = recipe("line-8");
      const asked = `"service":"plant-dps","iotHubs":["elsewhere.azure-devices.test"]`;
      writeFileSync(elsewhere, readFileSync(elsewhere, "utf8").replace(`"service":"plant-dps"`, asked));
      const changed = await provision(elsewhere, port.pty.path, "elsewhere");
      expect(changed.result).toMatchObject({ outcome: "fail", code: "enrollment.group-changed" });
      expect(changed.result["detail"]).toContain("names no hub");
      // Nothing was kept in the device: it made no key.
      expect(existsSync(port.stateFile)).toBe(false);
    });

    it("passes, registers by its chain, and verifies", async () => {
      const passed = await provision(recipe("line-8"), port.pty.path, "line-8");
      expect(passed.result).toMatchObject({
        outcome: "pass",
        enrollment: "group",
        registrationId: serialNumber.toLowerCase(),
      });
      expect(await port.device.next("registered")).toMatchObject({ deviceId: serialNumber.toLowerCase() });
      const verified = await touchmark("verify", "--port", port.pty.path, ...data());
      expect(verified.result).toMatchObject({ outcome: "pass", enrollment: "group" });
    });
  });

  it("tells of a group key that is none before any unit is touched", async () => {
    writeFileSync(plant.file("no-key"), "not Base64!\n");
    await touchmark("secret", "set", "line-7-key", "--file", plant.file("no-key"), ...data());
    const port = ports[0]?.pty.path ?? "";
    const refused = await provision(plant.recipe({ attestation: "symmetric-key-group" }), port, "none");
    expect(refused.code).not.toBe(0);
    expect(JSON.stringify(refused)).toContain("dps.symmetric-key");
  });
});
