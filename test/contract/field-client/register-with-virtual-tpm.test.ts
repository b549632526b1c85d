import { describe, expect, it } from "vitest";
import { toBase64 } from "../../../main/base/bytes/bytes.ts";
import { registerDevice } from "../../../main/practice/field-client/register-device.ts";
import { VirtualTpm } from "../../../main/practice/virtual-tpm/virtual-tpm.ts";
import { readEndorsementKey } from "../../../main/tpm/endorsement-key/read-endorsement-key.ts";
import { connectTpm } from "../../../main/tpm/tpm.ts";
import { startService } from "../dps/service-fixture.ts";

describe("a device with a virtual TPM", () => {
  it.each([
    true,
    false,
  ])("registers with the key the station enrolled (persistent: %s)", async (persistentEndorsementKey) => {
    const { dps, client } = await startService({ assignAfterMs: 20, retryAfterSeconds: 0 });
    const tpm = new VirtualTpm({ seed: new Uint8Array(32).fill(7), persistentEndorsementKey });
    const { publicArea } = await readEndorsementKey(await connectTpm(tpm));
    const attestation = { type: "tpm" as const, tpm: { endorsementKey: toBase64(publicArea) } };
    await client.putEnrollment({ registrationId: "unit-1", attestation });
    const registration = {
      endpoint: dps.endpoint,
      idScope: dps.idScope,
      registrationId: "unit-1",
      attestation: "tpm" as const,
    };
    const assignment = await registerDevice({ endpoint: dps.endpoint, ca: dps.caPem, registration, tpm });
    expect(assignment.deviceId).toBe("unit-1");
    expect(await client.getRegistrationState("unit-1")).toMatchObject({ ...assignment, status: "assigned" });
  });
});
