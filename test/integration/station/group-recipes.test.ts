import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlantSetUp, setUpPlant } from "../../harness/plant.ts";
import { startInBackground, touchmark } from "../../harness/touchmark.ts";

const recipes = join(import.meta.dirname, "../../../resources/recipes");

/** Issue 3: the sample recipes of these kinds, as an engineer takes them: only the service is this plant's own. */
describe("the sample recipe", () => {
  let plant: PlantSetUp;

  beforeAll(async () => {
    plant = await setUpPlant();
    const data = ["--data", plant.data];
    writeFileSync(plant.file("key"), `${Buffer.alloc(64, 7).toString("base64")}\n`);
    const done = [
      await touchmark("secret", "set", "line-7-key", "--file", plant.file("key"), ...data),
      await touchmark("ca", "create", "line-ca", "--pilot", ...data),
      await touchmark(
        "group",
        "create",
        "plant-dps",
        "line-7-sensors",
        "--symmetric-key-secret",
        "line-7-key",
        ...data,
      ),
      await touchmark("group", "create", "plant-dps", "line-7-gateways", "--x509-authority", "line-ca", ...data),
    ];
    expect(done.map(({ stderr }) => stderr).join("")).toBe("");
  });

  afterAll(() => plant?.stop());

  it.each([
    ["sensor-symmetric-key", "symmetric-key", "SN-100", "SN100000091", "enrolled"],
    ["sensor-symmetric-key-group", "symmetric-key", "SN-100", "SN100000092", "group"],
    ["gateway-x509-group", "x509", "GW-300", "GW300000093", "group"],
  ])("%s: provisioned and registered", async (...[name, attestation, model, serialNumber, enrollment]) => {
    const { endpoint = "", idScope = "", caFile = "" } = plant.dps.ready;
    const recipe = plant.file(`${name}.yaml`);
    const text = readFileSync(join(recipes, `${name}.yaml`), "utf8");
    writeFileSync(
      recipe,
      text.replace("global.azure-devices-provisioning.net", endpoint).replace("0ne00000000", idScope),
    );
    const unit = ["--kind", "smp", "--attestation", attestation, "--model", model, "--serial", serialNumber];
    const device = await startInBackground(
      ["practice", "device", ...unit, "--listen", "tcp:127.0.0.1:0", "--ca", caFile],
      "stderr",
    );
    try {
      const port = device.ready["address"] ?? "";
      const passed = await touchmark("provision", "--recipe", recipe, "--port", port, "--data", plant.data);
      expect(passed.stderr).toBe("");
      expect(passed.result).toMatchObject({ outcome: "pass", serialNumber, enrollment });
      expect(await device.next("registered")).toMatchObject({ deviceId: passed.result["deviceId"] });
    } finally {
      await device.stop();
    }
  });
});
