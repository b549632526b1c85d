import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toBase64 } from "../../../main/base/bytes/bytes.ts";
import { registerDevice } from "../../../main/practice/field-client/register-device.ts";
import { visitHub } from "../../../main/practice/field-client/visit-hub.ts";
import { readEndorsementKey } from "../../../main/tpm/endorsement-key/read-endorsement-key.ts";
import { connectTpm } from "../../../main/tpm/tpm.ts";
import { startService, tpmEntry } from "../../contract/dps/service-fixture.ts";
import { connectRawTpm, type RawTpmChannel } from "../../harness/raw-tpm-channel.ts";
import { type Swtpm, startSwtpm, swtpmAvailable } from "../../harness/swtpm.ts";

describe.skipIf(!swtpmAvailable())("a device with swtpm", () => {
  let swtpm: Swtpm;
  let tpm: RawTpmChannel;
  beforeAll(async () => {
    swtpm = await startSwtpm();
    tpm = await connectRawTpm(swtpm.port);
  });
  afterAll(async () => {
    await tpm.close();
    await swtpm.stop();
  });

  it("opens the service's sealed key, registers, and is assigned, twice", async () => {
    const { dps, client } = await startService({ assignAfterMs: 20, retryAfterSeconds: 0 });
    const { publicArea } = await readEndorsementKey(await connectTpm(tpm));
    const attestation = { type: "tpm" as const, tpm: { endorsementKey: toBase64(publicArea) } };
    await client.putEnrollment({ registrationId: "unit-1", deviceId: "gw-1", attestation });
    const registration = {
      endpoint: dps.endpoint,
      idScope: dps.idScope,
      registrationId: "unit-1",
      attestation: "tpm" as const,
    };
    const device = { endpoint: dps.endpoint, ca: dps.caPem, registration, tpm };
    const assignment = await registerDevice(device);
    expect(assignment.deviceId).toBe("gw-1");
    expect(await client.getRegistrationState("unit-1")).toMatchObject({ ...assignment, status: "assigned" });
    expect(await registerDevice(device)).toEqual(assignment);
    // The key that came with the second assignment is in the TPM now, and the hub takes what it signs.
    expect(await visitHub(device, assignment, { built: 1 })).toMatchObject({
      deviceId: "gw-1",
      desired: { $version: 1 },
    });
    expect(dps.linkedHubs.show()).toMatchObject([{ deviceId: "gw-1", connections: 1, messages: 1 }]);
  });

  it("is refused under another's endorsement key", async () => {
    const { dps, client } = await startService();
    await client.putEnrollment(tpmEntry("unit-2"));
    const registration = {
      endpoint: dps.endpoint,
      idScope: dps.idScope,
      registrationId: "unit-2",
      attestation: "tpm" as const,
    };
    await expect(registerDevice({ endpoint: dps.endpoint, ca: dps.caPem, registration, tpm })).rejects.toMatchObject({
      code: "field.refused",
      detail: expect.stringContaining("400004"),
    });
  });

  it("leaves nothing transient in the TPM and keeps the key at 0x81000100", async () => {
    await tpm.close();
    expect(await swtpm.tpm2(["getcap", "handles-transient"])).toBe("");
    expect(await swtpm.tpm2(["getcap", "handles-loaded-session"])).toBe("");
    expect(await swtpm.tpm2(["getcap", "handles-persistent"])).toContain("0x81000100");
    tpm = await connectRawTpm(swtpm.port);
  });
});
