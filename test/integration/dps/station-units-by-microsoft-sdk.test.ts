import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { toPem } from "../../../main/base/bytes/pem.ts";
import { type SdkIdentity, type SdkTarget, sdkRegister } from "../../harness/azure-sdk.ts";
import { type PlantSetUp, setUpPlant } from "../../harness/plant.ts";
import { startInBackground, touchmark } from "../../harness/touchmark.ts";

const savedSchema = z.object({
  key: z.object({ pkcs8: z.string() }).optional(),
  chain: z.array(z.string()),
  symmetricKey: z.string().optional(),
  registration: z.object({ registrationId: z.string() }),
});

const bytes = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, "base64"));

/** What the station put into the device, as Microsoft's client takes it. */
function identityIn(stateFile: string): SdkIdentity {
  const { key, chain, symmetricKey, registration } = savedSchema.parse(JSON.parse(readFileSync(stateFile, "utf8")));
  const { registrationId } = registration;
  if (symmetricKey !== undefined) return { registrationId, symmetricKey };
  const privateKey = createPrivateKey({ key: Buffer.from(key?.pkcs8 ?? "", "base64"), format: "der", type: "pkcs8" });
  const cert = chain.map((der) => toPem("CERTIFICATE", bytes(der))).join("");
  return { registrationId, cert, key: privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
}

describe("units of the station", () => {
  let plant: PlantSetUp;

  beforeAll(async () => {
    plant = await setUpPlant();
    expect((await touchmark("ca", "create", "line-ca", "--pilot", "--data", plant.data)).code).toBe(0);
  });

  afterAll(() => plant.stop());

  it.each([
    "x509",
    "symmetric-key",
  ] as const)("with %s register by Microsoft's device client over every way", async (attestation) => {
    const stateFile = plant.file(`${attestation}.json`);
    const serial = attestation === "x509" ? "SN100000081" : "SN100000082";
    const words = `practice device --kind smp --attestation ${attestation} --serial ${serial} --listen tcp:127.0.0.1:0`;
    const device = await startInBackground([...words.split(" "), "--state", stateFile], "stderr");
    const recipe = plant.recipe({ attestation });
    const port = device.ready["address"] ?? "";
    const done = await touchmark(
      "provision",
      "--recipe",
      recipe,
      "--port",
      port,
      "--lot",
      attestation,
      "--data",
      plant.data,
    );
    expect(done.result).toMatchObject({ outcome: "pass", enrollment: "enrolled" });
    await device.stop();
    const { endpoint = "", mqttEndpoint = "", idScope = "", caFile = "" } = plant.dps.ready;
    const target: SdkTarget = { endpoint, mqttEndpoint, idScope, caPem: readFileSync(caFile, "utf8") };
    for (const way of ["https", "mqtt", "mqtt-ws"] as const) {
      expect(await sdkRegister(target, identityIn(stateFile), way)).toMatchObject({
        deviceId: done.result["deviceId"],
      });
    }
  });
});
