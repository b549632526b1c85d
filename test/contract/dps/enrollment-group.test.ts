import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { startPracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { keyGroup, pemOf, signedBy, testHierarchy } from "./group-fixture.ts";
import { clientFor, startService } from "./service-fixture.ts";

const masterKey = Buffer.alloc(64, 7).toString("base64");

describe("an enrollment group", () => {
  it("is created, read, replaced and deleted, with the service's defaults in it", async () => {
    const { client } = await startService();
    expect(await client.getEnrollmentGroup("line-1")).toBeUndefined();
    const made = await client.putEnrollmentGroup(keyGroup("line-1"));
    expect(made).toMatchObject({
      enrollmentGroupId: "line-1",
      provisioningStatus: "enabled",
      capabilities: { iotEdge: false },
      reprovisionPolicy: { updateHubAssignment: true, migrateDeviceData: true },
    });
    const found = await client.getEnrollmentGroup("LINE-1");
    expect(found).toEqual(made);
    const ifMatch = found?.etag ?? "";
    const disabled = await client.putEnrollmentGroup({ ...made, provisioningStatus: "disabled" }, { ifMatch });
    expect(disabled).toMatchObject({ provisioningStatus: "disabled", createdDateTimeUtc: made.createdDateTimeUtc });
    expect(disabled.etag).not.toBe(made.etag);
    await client.deleteEnrollmentGroup("line-1");
    expect(await client.getEnrollmentGroup("line-1")).toBeUndefined();
    await expect(client.deleteEnrollmentGroup("line-1")).rejects.toMatchObject({ code: "dps.not-found" });
  });

  it("is never overwritten unasked, and only by who knows its etag", async () => {
    const { client } = await startService();
    const { etag } = await client.putEnrollmentGroup(keyGroup("line-1"));
    const code = (reason: string) => ({ code: `dps.${reason}` });
    await expect(client.putEnrollmentGroup(keyGroup("line-1"))).rejects.toMatchObject(code("exists"));
    const stale = client.putEnrollmentGroup(keyGroup("line-1"), { ifMatch: "AAAA" });
    await expect(stale).rejects.toMatchObject(code("etag"));
    await client.putEnrollmentGroup(keyGroup("line-1"), { ifMatch: `"${etag}"` });
    await expect(client.deleteEnrollmentGroup("line-1", { ifMatch: etag ?? "" })).rejects.toMatchObject(code("etag"));
    await client.putEnrollmentGroup(keyGroup("line-1"), { ifMatch: "*" });
    const absent = client.putEnrollmentGroup(keyGroup("line-2"), { ifMatch: "AAAA" });
    await expect(absent).rejects.toMatchObject(code("not-found"));
  });

  it("hides its symmetric keys but from who asks for them", async () => {
    const { client } = await startService();
    const shown = await client.putEnrollmentGroup(keyGroup("line-1", masterKey));
    expect(shown.attestation).toEqual({ type: "symmetricKey", symmetricKey: {} });
    const { symmetricKey } = (await client.getGroupAttestationMechanism("line-1")) ?? {};
    expect(symmetricKey?.primaryKey).toBe(masterKey);
    expect(Buffer.from(symmetricKey?.secondaryKey ?? "", "base64")).toHaveLength(64);
    expect(await client.getGroupAttestationMechanism("line-2")).toBeUndefined();
  });

  it("shows of its signing certificate what the service read from it", async () => {
    const { client } = await startService();
    const { line, factory } = await testHierarchy();
    await client.putEnrollmentGroup(signedBy("line-1", line));
    const { primary } = (await client.getEnrollmentGroup("line-1"))?.attestation.x509?.signingCertificates ?? {};
    expect(primary?.certificate).toBeUndefined();
    expect(primary?.info).toMatchObject({ subjectName: "CN=plant line 1", issuerName: "CN=plant factory" });
    const thumbprint = createHash("sha256").update(line.der).digest("hex");
    expect(primary?.info?.sha256Thumbprint.toLowerCase()).toBe(thumbprint);
    await expect(client.putEnrollmentGroup(signedBy("line-2", line))).rejects.toMatchObject({ code: "dps.rejected" });
    const clientCertificates = { primary: { certificate: pemOf(line) } };
    const reused = { registrationId: "unit-1", attestation: { type: "x509" as const, x509: { clientCertificates } } };
    await expect(client.putEnrollment(reused)).rejects.toMatchObject({ code: "dps.rejected" });
    await client.putEnrollmentGroup(signedBy("line-2", factory));
  });

  it("names only CA certificates the service has", async () => {
    const { root } = await testHierarchy();
    const { client } = await startService({ certificates: { "plant-root": pemOf(root) } });
    const naming = (primary: string) => ({
      enrollmentGroupId: "line-1",
      attestation: { type: "x509" as const, x509: { caReferences: { primary } } },
    });
    await expect(client.putEnrollmentGroup(naming("nobody"))).rejects.toMatchObject({ code: "dps.rejected" });
    const { attestation } = await client.putEnrollmentGroup(naming("plant-root"));
    expect(attestation.x509?.caReferences?.primary).toBe("plant-root");
  });

  it.each([
    ["an id with a blank", keyGroup("line 1")],
    ["a key of 15 bytes", keyGroup("line-1", Buffer.alloc(15, 1).toString("base64"))],
    ["a TPM", { enrollmentGroupId: "line-1", attestation: { type: "tpm" as const, tpm: { endorsementKey: "AAAA" } } }],
    ["no certificate", { enrollmentGroupId: "line-1", attestation: { type: "x509" as const, x509: {} } }],
    ["a hub that is not linked", { ...keyGroup("line-1"), iotHubs: ["elsewhere.test"] }],
  ])("is refused with %s", async (_name, group) => {
    const { client } = await startService();
    await expect(client.putEnrollmentGroup(group)).rejects.toMatchObject({ code: "dps.rejected", httpStatus: 400 });
  });

  it("comes in pages and in bulk, where each item has its own fate", async () => {
    const { client } = await startService();
    const groups = Array.from({ length: 10 }, (_, index) => keyGroup(`line-${index}`));
    expect(await client.bulkEnrollmentGroups("create", groups)).toMatchObject({ isSuccessful: true, errors: [] });
    const again = await client.bulkEnrollmentGroups("create", [keyGroup("line-0"), keyGroup("line-x")]);
    expect(again).toMatchObject({ isSuccessful: false, errors: [{ enrollmentGroupId: "line-0", errorCode: 409_201 }] });
    const first = await client.queryEnrollmentGroups({ pageSize: 6 });
    const second = await client.queryEnrollmentGroups({ pageSize: 6, continuation: first.continuation });
    expect([first.items.length, second.items.length, second.continuation]).toEqual([6, 5, undefined]);
    await expect(client.bulkEnrollmentGroups("create", [])).rejects.toMatchObject({ code: "dps.rejected" });
  });

  it("outlives the service's restart, in a state file an older service may have written", async () => {
    const folder = await mkdtemp(join(tmpdir(), "touchmark-groups-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const stateFile = join(folder, "state.json");
    const before = await startPracticeDps({ stateFile });
    await clientFor(before).putEnrollmentGroup(keyGroup("line-1", masterKey));
    await before.close();
    const { client } = await startService({ stateFile });
    expect((await client.getGroupAttestationMechanism("line-1"))?.symmetricKey?.primaryKey).toBe(masterKey);
  });
});
