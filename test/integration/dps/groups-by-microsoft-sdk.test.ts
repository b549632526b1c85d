import { describe, expect, it } from "vitest";
import { decodeSymmetricKey, deriveDeviceKey } from "../../../main/dps/derive-device-key.ts";
import { toBase64 } from "../../../main/base/bytes/bytes.ts";
import { toPem } from "../../../main/base/bytes/pem.ts";
import { GroupGuard } from "../../../main/enrollment/groups/group-guard.ts";
import { keyGroup, pemOf, signedBy, testHierarchy } from "../../contract/dps/group-fixture.ts";
import { startService } from "../../contract/dps/service-fixture.ts";
import { sdkRegister, sdkServiceClient } from "../../harness/azure-sdk.ts";

const quick = { assignAfterMs: 20, retryAfterSeconds: 0 };
const master = Buffer.alloc(64, 7).toString("base64");
const derived = (registrationId: string): string =>
  toBase64(deriveDeviceKey(decodeSymmetricKey(master), registrationId));

describe("Microsoft's service client and ours", () => {
  it("read each other's groups", async () => {
    const { dps, client } = await startService(quick);
    const sdk = sdkServiceClient(dps);
    const { line } = await testHierarchy();
    const signingCertificates = { primary: { certificate: pemOf(line) } };
    await sdk.createOrUpdateEnrollmentGroup({
      enrollmentGroupId: "by-sdk",
      attestation: { type: "x509", x509: { signingCertificates } },
      provisioningStatus: "enabled",
      reprovisionPolicy: { updateHubAssignment: true, migrateDeviceData: false },
    });
    expect(await client.getEnrollmentGroup("by-sdk")).toMatchObject({
      enrollmentGroupId: "by-sdk",
      reprovisionPolicy: { migrateDeviceData: false },
    });
    const guard = new GroupGuard({ serviceFor: () => client });
    const expected = { type: "x509", issuerCertificates: [line.der] } as const;
    await guard.check("plant", "by-sdk", expected, new AbortController().signal);

    await client.putEnrollmentGroup(keyGroup("by-us", master));
    const { responseBody: found } = await sdk.getEnrollmentGroup("by-us");
    expect(found).toMatchObject({ enrollmentGroupId: "by-us", provisioningStatus: "enabled" });
    expect(found.attestation.symmetricKey).not.toHaveProperty("primaryKey");
    const { responseBody: mechanism } = await sdk.getEnrollmentGroupAttestationMechanism("by-us");
    expect(mechanism.symmetricKey?.primaryKey).toBe(master);
    const page = await sdk.createEnrollmentGroupQuery({ query: "*" }, 10).next();
    expect(page.responseBody).toMatchObject([{ enrollmentGroupId: "by-sdk" }, { enrollmentGroupId: "by-us" }]);
  });

  it("replace and delete by each other's etags", async () => {
    const { dps, client } = await startService(quick);
    const sdk = sdkServiceClient(dps);
    const ours = await client.putEnrollmentGroup(keyGroup("line-1", master));
    const { responseBody: found } = await sdk.getEnrollmentGroup("line-1");
    const { responseBody: disabled } = await sdk.createOrUpdateEnrollmentGroup({
      ...found,
      provisioningStatus: "disabled",
    });
    expect(disabled.etag).not.toBe(ours.etag);
    expect((await client.getEnrollmentGroup("line-1"))?.provisioningStatus).toBe("disabled");
    const stale = { ...found, etag: ours.etag ?? "" };
    await expect(sdk.createOrUpdateEnrollmentGroup(stale)).rejects.toThrow();
    await client.putEnrollmentGroup({ ...ours, provisioningStatus: "enabled" }, { ifMatch: disabled.etag ?? "" });
    await sdk.deleteEnrollmentGroup("line-1");
    expect(await client.getEnrollmentGroup("line-1")).toBeUndefined();
  });

  it("see the same registrations of a group", async () => {
    const { dps, client } = await startService(quick);
    const sdk = sdkServiceClient(dps);
    await client.putEnrollmentGroup(keyGroup("line-1", master));
    await sdkRegister(dps, { registrationId: "sn-1", symmetricKey: derived("sn-1") });
    const query = sdk.createEnrollmentGroupDeviceRegistrationStateQuery({ query: "*" }, "line-1", 10);
    expect((await query.next()).responseBody).toMatchObject([{ registrationId: "sn-1", status: "assigned" }]);
    expect((await sdk.getDeviceRegistrationState("sn-1")).responseBody).toMatchObject(
      (await client.getRegistrationState("sn-1")) ?? {},
    );
    await sdk.deleteDeviceRegistrationState("sn-1");
    expect(await client.getRegistrationState("sn-1")).toBeUndefined();
  });

  it("read each other's individual symmetric keys", async () => {
    const { dps, client } = await startService(quick);
    const sdk = sdkServiceClient(dps);
    await client.putEnrollment({
      registrationId: "unit-1",
      attestation: { type: "symmetricKey", symmetricKey: { primaryKey: master, secondaryKey: derived("unit-1") } },
    });
    const { responseBody } = await sdk.getIndividualEnrollmentAttestationMechanism("unit-1");
    expect(responseBody.symmetricKey).toEqual({ primaryKey: master, secondaryKey: derived("unit-1") });
  });
});

describe("Microsoft's device client over HTTPS", () => {
  it("registers with a key derived by us, and with an individual key", async () => {
    const { dps, client } = await startService(quick);
    await client.putEnrollmentGroup(keyGroup("line-1", master));
    const symmetricKey = derived("SN-007");
    expect(await sdkRegister(dps, { registrationId: "SN-007", symmetricKey })).toMatchObject({ deviceId: "SN-007" });
    await expect(sdkRegister(dps, { registrationId: "SN-008", symmetricKey })).rejects.toThrow();
    await client.putEnrollment({ registrationId: "unit-1", attestation: { type: "symmetricKey" } });
    const own = (await client.getAttestationMechanism("unit-1"))?.symmetricKey?.secondaryKey ?? "";
    const assignment = await sdkRegister(dps, { registrationId: "unit-1", symmetricKey: own });
    expect(dps.hubs).toContain(assignment.assignedHub);
  });

  it("registers with a certificate of an X.509 group, through an intermediate", async () => {
    const { dps, client } = await startService(quick);
    const plant = await testHierarchy();
    await client.putEnrollmentGroup(signedBy("factory", plant.factory));
    const unit = await plant.device("unit-1");
    const cert = unit.chain.map((der) => toPem("CERTIFICATE", der)).join("");
    const key = unit.key.export({ type: "pkcs8", format: "pem" }).toString();
    expect(await sdkRegister(dps, { registrationId: "unit-1", cert, key })).toMatchObject({ deviceId: "unit-1" });
    expect((await client.queryGroupRegistrationStates("factory")).items).toHaveLength(1);
    await expect(sdkRegister(dps, { registrationId: "unit-1", cert: unit.pem, key })).rejects.toThrow();
  });
});
