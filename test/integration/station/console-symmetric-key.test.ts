import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerDevice } from "../../../main/practice/field-client/register-device.ts";
import { type PlantSetUp, setUpPlant } from "../../harness/plant.ts";
import { ptyTo, type PtyPort, socatAvailable } from "../../harness/pty-pair.ts";
import { touchmark } from "../../harness/touchmark.ts";

const tomlAvailable = spawnSync("python3", ["-c", "import tomllib"]).status === 0;
const readToml =
  "import sys,tomllib,json;print(json.dumps(tomllib.load(open(sys.argv[1],'rb'))['provisioning']['attestation']))";
const serialNumber = "GW300000041";

/** Issue 3: an IoT Edge device on a real bash gets a symmetric key, and registers by what is in its files then. */
describe.skipIf(!socatAvailable() || !tomlAvailable)("a Linux unit with a symmetric key", () => {
  let plant: PlantSetUp;
  let pty: PtyPort;
  let recipe: string;

  beforeAll(async () => {
    plant = await setUpPlant();
    pty = await ptyTo("exec:bash,pty,setsid,ctty,stderr");
    const { endpoint = "", idScope = "" } = plant.dps.ready;
    mkdirSync(plant.file("unit"));
    writeFileSync(plant.file("unit/model"), "GW-300\n");
    writeFileSync(plant.file("unit/serial"), `${serialNumber}\n`);
    writeFileSync(plant.file("unit/config.toml"), '[provisioning]\nsource = "manual"\nconnection_string = "old"\n');
    recipe = plant.file("recipe.yaml");
    const write = { as: "aziot-config-toml", path: plant.file("unit/config.toml"), mode: "640" };
    writeFileSync(
      recipe,
      JSON.stringify({
        recipe: "linux-symmetric-key",
        product: { model: "GW-300" },
        link: { driver: "console" },
        console: {
          modelFile: plant.file("unit/model"),
          serialNumberFile: plant.file("unit/serial"),
          keyFolder: plant.file("unit/keys"),
        },
        attestation: { type: "symmetric-key" },
        registrationId: "{serialNumber}",
        registration: { endpoint, idScope, write },
        enrollment: { service: "plant-dps", iotEdge: true },
      }),
    );
  });

  afterAll(async () => {
    await pty?.stop();
    await plant?.stop();
  });

  it("passes, with a key file that config.toml names, as Python reads it", async () => {
    const provisioned = await touchmark("provision", "--recipe", recipe, "--port", pty.path, "--data", plant.data);
    expect(provisioned.stderr).toBe("");
    expect(provisioned.result).toMatchObject({ outcome: "pass", serialNumber, enrollment: "enrolled" });
    const file = plant.file("unit/keys/device.symmetric.key");
    expect(
      JSON.parse(execFileSync("python3", ["-c", readToml, plant.file("unit/config.toml")], { encoding: "utf8" })),
    ).toEqual({
      method: "symmetric_key",
      registration_id: serialNumber.toLowerCase(),
      symmetric_key: { uri: `file://${file}` },
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const key = readFileSync(file);
    expect(key).toHaveLength(64);
    expect(JSON.stringify(provisioned)).not.toContain(key.toString("base64"));
    const grep = spawnSync("grep", ["-rlF", key.toString("base64"), plant.data], { encoding: "utf8" });
    expect(grep.stdout).toBe("");
  });

  it("registers by the bytes of its key file", async () => {
    const { endpoint = "", idScope = "", caFile = "" } = plant.dps.ready;
    const registrationId = serialNumber.toLowerCase();
    const assigned = await registerDevice({
      endpoint,
      ca: readFileSync(caFile, "utf8"),
      registration: { endpoint, idScope, registrationId, attestation: "symmetric-key" },
      symmetricKey: Uint8Array.from(readFileSync(plant.file("unit/keys/device.symmetric.key"))),
    });
    expect(assigned.deviceId).toBe(registrationId);
  });

  it("verifies, and no more once its key file was changed", async () => {
    const verify = () => touchmark("verify", "--recipe", recipe, "--port", pty.path, "--data", plant.data);
    expect((await verify()).result).toMatchObject({ outcome: "pass", serialNumber });
    writeFileSync(plant.file("unit/keys/device.symmetric.key"), Buffer.alloc(64, 7));
    expect((await verify()).result).toMatchObject({ outcome: "fail", code: "unit.key-not-proven" });
  });
});
