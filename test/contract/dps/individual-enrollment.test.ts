import { describe, expect, it } from "vitest";
import { startService, tpmEntry } from "./service-fixture.ts";

describe("individual enrollment", () => {
  it("is created with the service's defaults and read back", async () => {
    const { client } = await startService();
    const created = await client.putEnrollment({
      ...tpmEntry("unit-1"),
      deviceId: "gw-1",
      initialTwin: { tags: { lot: "7" } },
    });
    expect(created).toMatchObject({
      registrationId: "unit-1",
      deviceId: "gw-1",
      attestation: tpmEntry("unit-1").attestation,
      provisioningStatus: "enabled",
      reprovisionPolicy: { updateHubAssignment: true, migrateDeviceData: true },
      capabilities: { iotEdge: false },
      initialTwin: { tags: { lot: "7" } },
    });
    expect(Buffer.from(created.etag ?? "", "base64").toString()).toMatch(/^"[0-9a-f-]{36}"$/);
    expect(await client.getEnrollment("UNIT-1")).toEqual(created);
  });

  it("is absent until it is made", async () => {
    const { client } = await startService();
    expect(await client.getEnrollment("unit-1")).toBeUndefined();
    expect(await client.getRegistrationState("unit-1")).toBeUndefined();
    expect(await client.getAttestationMechanism("unit-1")).toBeUndefined();
  });

  it("is never overwritten without an etag", async () => {
    const { client } = await startService();
    await client.putEnrollment(tpmEntry("unit-1"));
    await expect(client.putEnrollment(tpmEntry("Unit-1", 0xff))).rejects.toMatchObject({
      code: "dps.exists",
      errorCode: 409_201,
      httpStatus: 409,
      trackingId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      afterUncertainAttempt: false,
    });
    expect(await client.getEnrollment("unit-1")).toMatchObject(tpmEntry("unit-1"));
  });

  it.each([
    ["the etag", (etag: string) => etag],
    ["the etag quoted", (etag: string) => `"${etag}"`],
    ["*", () => "*"],
  ])("is replaced with %s", async (_name, ifMatch) => {
    const { client } = await startService();
    const { etag } = await client.putEnrollment(tpmEntry("unit-1"));
    const changed = { ...tpmEntry("unit-1"), provisioningStatus: "disabled" as const };
    const replaced = await client.putEnrollment(changed, { ifMatch: ifMatch(etag ?? "") });
    expect(replaced.provisioningStatus).toBe("disabled");
    expect(replaced.etag).not.toBe(etag);
  });

  it("is not replaced nor deleted with another's etag", async () => {
    const { client } = await startService();
    await client.putEnrollment(tpmEntry("unit-1"));
    await expect(client.putEnrollment(tpmEntry("unit-1"), { ifMatch: "AAAA" })).rejects.toMatchObject({
      code: "dps.etag",
    });
    await expect(client.deleteEnrollment("unit-1", { ifMatch: "AAAA" })).rejects.toMatchObject({ code: "dps.etag" });
  });

  it("is deleted once", async () => {
    const { client } = await startService();
    const { etag } = await client.putEnrollment(tpmEntry("unit-1"));
    await client.deleteEnrollment("unit-1", { ifMatch: etag ?? undefined });
    expect(await client.getEnrollment("unit-1")).toBeUndefined();
    await expect(client.deleteEnrollment("unit-1")).rejects.toMatchObject({
      code: "dps.not-found",
      errorCode: 404_201,
    });
  });

  it.each([
    [
      "an endorsement key of 80 bytes too few",
      { type: "tpm" as const, tpm: { endorsementKey: Buffer.alloc(236, 1).toString("base64") } },
    ],
    ["an endorsement key as SubjectPublicKeyInfo", { type: "tpm" as const, tpm: { endorsementKey: "MIIBIjANBgkq" } }],
    [
      "a certificate that is none",
      { type: "x509" as const, x509: { clientCertificates: { primary: { certificate: "AAAA" } } } },
    ],
  ])("is refused with %s", async (_name, attestation) => {
    const { client } = await startService();
    await expect(client.putEnrollment({ registrationId: "unit-1", attestation })).rejects.toMatchObject({
      code: "dps.rejected",
      errorCode: 400_004,
    });
  });

  it("is refused with an id of the wrong form", async () => {
    const { client } = await startService();
    await expect(client.putEnrollment(tpmEntry("unit 1"))).rejects.toMatchObject({
      serviceMessage: "Invalid RegistrationId",
    });
  });

  it("hides symmetric keys except from the operation made for them", async () => {
    const { client } = await startService();
    const made = await client.putEnrollment({ registrationId: "unit-1", attestation: { type: "symmetricKey" } });
    expect(made.attestation).toEqual({ type: "symmetricKey", symmetricKey: {} });
    const mechanism = await client.getAttestationMechanism("unit-1");
    expect(Buffer.from(mechanism?.symmetricKey?.primaryKey ?? "", "base64")).toHaveLength(64);
    expect(mechanism?.symmetricKey?.secondaryKey).not.toBe(mechanism?.symmetricKey?.primaryKey);
  });
});
