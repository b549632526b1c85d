import { describe, expect, it } from "vitest";
import { decodeSymmetricKey, deriveDeviceKey } from "../../../main/dps/derive-device-key.ts";
import type { PracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { registerDevice } from "../../../main/practice/field-client/register-device.ts";
import { keyGroup, pemOf, signedBy, testHierarchy } from "../dps/group-fixture.ts";
import { startService } from "../dps/service-fixture.ts";
import type { DeviceCertificate } from "./device-certificate.ts";

const quick = { assignAfterMs: 20, retryAfterSeconds: 0 };
const master = Buffer.alloc(64, 7).toString("base64");
const keyOf = (registrationId: string, group = master): Uint8Array =>
  deriveDeviceKey(decodeSymmetricKey(group), registrationId);
const refused = { code: "field.refused", detail: expect.stringContaining("401002") };

const device = (dps: PracticeDps, registrationId: string, attestation: "x509" | "symmetric-key") => ({
  endpoint: dps.endpoint,
  ca: dps.caPem,
  registration: { endpoint: dps.endpoint, idScope: dps.idScope, registrationId, attestation },
});
const bootWithKey = (dps: PracticeDps, registrationId: string, symmetricKey: Uint8Array) =>
  registerDevice({ ...device(dps, registrationId, "symmetric-key"), symmetricKey });
const bootWithChain = (dps: PracticeDps, registrationId: string, x509: DeviceCertificate) =>
  registerDevice({ ...device(dps, registrationId, "x509"), x509 });

describe("a device with a symmetric key", () => {
  it("registers by either key of its entry, and by no other", async () => {
    const { dps, client } = await startService(quick);
    await client.putEnrollment({ registrationId: "unit-1", deviceId: "gw-1", attestation: { type: "symmetricKey" } });
    const { symmetricKey } = (await client.getAttestationMechanism("unit-1")) ?? {};
    for (const key of [symmetricKey?.primaryKey, symmetricKey?.secondaryKey]) {
      expect(await bootWithKey(dps, "unit-1", decodeSymmetricKey(key ?? ""))).toMatchObject({ deviceId: "gw-1" });
    }
    await expect(bootWithKey(dps, "unit-1", keyOf("unit-1"))).rejects.toMatchObject(refused);
    const none = registerDevice(device(dps, "unit-1", "symmetric-key"));
    await expect(none).rejects.toMatchObject({ code: "field.no-identity" });
  });

  it("registers by a key derived from its group's, with the case of its registration id", async () => {
    const { dps, client } = await startService(quick);
    await client.putEnrollmentGroup(keyGroup("line-1", Buffer.alloc(32, 9).toString("base64")));
    await client.putEnrollmentGroup(keyGroup("line-2", master));
    expect(await bootWithKey(dps, "SN-a1", keyOf("SN-a1"))).toMatchObject({ deviceId: "SN-a1" });
    await expect(bootWithKey(dps, "SN-a1", keyOf("sn-a1"))).rejects.toMatchObject(refused);
    await expect(bootWithKey(dps, "sn-b2", keyOf("SN-a1"))).rejects.toMatchObject(refused);
    await expect(bootWithKey(dps, "SN-a1", decodeSymmetricKey(master))).rejects.toMatchObject(refused);
    expect(await client.getRegistrationState("sn-A1")).toMatchObject({ status: "assigned", deviceId: "SN-a1" });
    expect((await client.queryGroupRegistrationStates("line-2")).items).toMatchObject([{ registrationId: "SN-a1" }]);
    expect((await client.queryGroupRegistrationStates("line-1")).items).toEqual([]);
    await client.deleteRegistrationState("sn-a1");
    expect((await client.queryGroupRegistrationStates("line-2")).items).toEqual([]);
    await expect(client.queryGroupRegistrationStates("line-3")).rejects.toMatchObject({ code: "dps.not-found" });
  });

  it("stays out while its group, or its own entry in front of the group, is disabled", async () => {
    const { dps, client } = await startService(quick);
    await client.putEnrollmentGroup({ ...keyGroup("line-1", master), provisioningStatus: "disabled" });
    await expect(bootWithKey(dps, "unit-1", keyOf("unit-1"))).rejects.toMatchObject(refused);
    await client.putEnrollmentGroup(keyGroup("line-1"), { ifMatch: "*" });
    await bootWithKey(dps, "unit-1", keyOf("unit-1"));
    await client.putEnrollment({
      registrationId: "unit-1",
      attestation: { type: "symmetricKey" },
      provisioningStatus: "disabled",
    });
    await expect(bootWithKey(dps, "unit-1", keyOf("unit-1"))).rejects.toMatchObject(refused);
    await bootWithKey(dps, "unit-2", keyOf("unit-2"));
  });
});

describe("a device of an X.509 group", () => {
  it.each([
    ["its issuer", "line", 2],
    ["its issuer, not shown", "line", 1],
    ["the issuer's issuer", "factory", 3],
    ["the issuer's issuer, not shown", "factory", 2],
  ] as const)("registers when the group stands on %s", async (_name, on, shown) => {
    const { dps, client } = await startService(quick);
    const plant = await testHierarchy();
    await client.putEnrollmentGroup(signedBy("line-1", plant[on]));
    const unit = await plant.device("unit-1", { shown });
    expect(await bootWithChain(dps, "unit-1", unit)).toMatchObject({ deviceId: "unit-1" });
    expect(await bootWithChain(dps, "unit-1", unit)).toMatchObject({ deviceId: "unit-1" });
    expect((await client.queryGroupRegistrationStates("line-1")).items).toMatchObject([
      { registrationId: "unit-1", status: "assigned", substatus: "reprovisionedToInitialAssignment" },
    ]);
  });

  it("registers by a CA the group names, and by the group's second certificate", async () => {
    const [plant, other] = [await testHierarchy(), await testHierarchy("other")];
    const { dps, client } = await startService({ ...quick, certificates: { "plant-root": pemOf(plant.root) } });
    const attestation = { type: "x509" as const, x509: { caReferences: { primary: "plant-root" } } };
    await client.putEnrollmentGroup({ enrollmentGroupId: "all", attestation });
    await bootWithChain(dps, "unit-1", await plant.device("unit-1"));
    const slots = { primary: { certificate: pemOf(other.root) }, secondary: { certificate: pemOf(other.line) } };
    await client.putEnrollmentGroup({
      enrollmentGroupId: "rolled",
      attestation: { type: "x509", x509: { signingCertificates: slots } },
    });
    await bootWithChain(dps, "unit-2", await other.device("unit-2"));
    expect((await client.queryGroupRegistrationStates("rolled")).items).toMatchObject([{ registrationId: "unit-2" }]);
  });

  it("is refused with a gap in its chain, another plant's chain, another name, and after its end", async () => {
    const { dps, client } = await startService(quick);
    const [plant, other] = [await testHierarchy(), await testHierarchy()];
    await client.putEnrollmentGroup(signedBy("line-1", plant.factory));
    // Made first: a boot that is refused while the next one's key is still made would be nobody's rejection.
    const devices = [
      await plant.device("unit-1", { shown: 1 }),
      await other.device("unit-1"),
      await plant.device("unit-2"),
      await plant.device("unit-1", { notAfter: new Date("2021-01-01") }),
    ];
    const boots = devices.map((device) => bootWithChain(dps, "unit-1", device));
    for (const boot of await Promise.allSettled(boots)) {
      expect(boot).toMatchObject({ status: "rejected", reason: refused });
    }
  });

  it("is held by the nearest group, also when that is disabled, and by its own entry before any", async () => {
    const { dps, client } = await startService(quick);
    const plant = await testHierarchy();
    await client.putEnrollmentGroup(signedBy("factory", plant.factory));
    await client.putEnrollmentGroup({ ...signedBy("line", plant.line), provisioningStatus: "disabled" });
    const unit = await plant.device("unit-1");
    await expect(bootWithChain(dps, "unit-1", unit)).rejects.toMatchObject(refused);
    const clientCertificates = { primary: { certificate: unit.pem } };
    await client.putEnrollment({
      registrationId: "unit-1",
      deviceId: "gw-1",
      attestation: { type: "x509", x509: { clientCertificates } },
    });
    expect(await bootWithChain(dps, "unit-1", unit)).toMatchObject({ deviceId: "gw-1" });
    await client.deleteEnrollmentGroup("line");
    expect(await bootWithChain(dps, "unit-2", await plant.device("unit-2"))).toMatchObject({ deviceId: "unit-2" });
  });
});
