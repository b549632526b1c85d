import { describe, expect, it } from "vitest";
import { createGroup } from "../../../main/enrollment/groups/create-group.ts";
import { examineGroup } from "../../../main/enrollment/groups/examine-group.ts";
import { keyGroup, pemOf, signedBy, testHierarchy } from "../dps/group-fixture.ts";
import { clientFor, startService } from "../dps/service-fixture.ts";

const masterKey = new Uint8Array(64).fill(7);
const master = Buffer.from(masterKey).toString("base64");
const byKey = { group: keyGroup("line-1", master), expected: { type: "symmetric-key", masterKey } } as const;

describe("creating a group", () => {
  it("writes it once, and finds it again", async () => {
    const { client } = await startService();
    const { line, root } = await testHierarchy();
    const expected = { type: "x509", issuerCertificates: [line.der, root.der] } as const;
    const order = { group: signedBy("line-1", line), expected };
    expect(await createGroup(client, order)).toBe("created");
    expect(await createGroup(client, order)).toBe("found");
    expect(await createGroup(client, { ...byKey, group: keyGroup("line-2", master) })).toBe("created");
    expect(await createGroup(client, { ...byKey, group: keyGroup("line-2", master) })).toBe("found");
  });

  it("with hubs, and by the name of a CA that the instance has", async () => {
    const { root } = await testHierarchy();
    const hubs = ["hub-1.azure-devices.test", "hub-2.azure-devices.test"];
    const { client } = await startService({ hubs, certificates: { "plant-root": pemOf(root) } });
    const expected = { type: "ca-reference", name: "plant-root", hubs: hubs.slice(0, 1) } as const;
    const attestation = { type: "x509" as const, x509: { caReferences: { primary: "plant-root" } } };
    const group = { enrollmentGroupId: "line-1", attestation, iotHubs: hubs.slice(0, 1) };
    expect(await createGroup(client, { group, expected })).toBe("created");
    expect(await createGroup(client, { group, expected })).toBe("found");
    const elsewhere = { ...expected, hubs: hubs.slice(1) };
    await expect(createGroup(client, { group, expected: elsewhere })).rejects.toMatchObject({
      code: "enrollment.group-changed",
      detail: expect.stringContaining("may choose hub-1.azure-devices.test"),
    });
    const unknown = { ...attestation, x509: { caReferences: { primary: "nobody" } } };
    const other = { ...group, enrollmentGroupId: "line-2", attestation: unknown };
    await expect(createGroup(client, { group: other, expected })).rejects.toMatchObject({ code: "dps.rejected" });
  });

  it("is not misled by an answer that was lost", async () => {
    const { dps } = await startService();
    const client = clientFor(dps, {
      retry: { maximumAttempts: 3, budgetMs: 5000, firstDelayMs: 1, longestDelayMs: 2 },
    });
    dps.faults.resetAfterCommit(1);
    expect(["created", "found"]).toContain(await createGroup(client, byKey));
    expect((await client.queryEnrollmentGroups()).items).toHaveLength(1);
  });

  it("never overwrites another, and says what differs", async () => {
    const { client } = await startService();
    const { line } = await testHierarchy();
    const { etag } = await client.putEnrollmentGroup(keyGroup("line-1", Buffer.alloc(64, 8).toString("base64")));
    await expect(createGroup(client, byKey)).rejects.toMatchObject({
      code: "enrollment.group-changed",
      detail: expect.stringContaining("master key"),
    });
    const expected = { type: "x509", issuerCertificates: [line.der] } as const;
    await expect(createGroup(client, { group: signedBy("line-1", line), expected })).rejects.toMatchObject({
      code: "enrollment.group-changed",
    });
    expect((await client.getEnrollmentGroup("line-1"))?.etag).toBe(etag);
    await client.putEnrollmentGroup({ ...byKey.group, provisioningStatus: "disabled" }, { ifMatch: "*" });
    await expect(createGroup(client, byKey)).rejects.toMatchObject({ code: "enrollment.group-disabled" });
    await expect(createGroup(client, { ...byKey, group: keyGroup("line 1") })).rejects.toMatchObject({
      code: "dps.rejected",
    });
  });

  it("tells a group that is not there from one that is wrong", async () => {
    const { client } = await startService();
    const asked = { id: "line-1", expected: byKey.expected };
    expect(await examineGroup(client, asked)).toEqual({ found: undefined, disabled: false, differences: [] });
    await client.putEnrollmentGroup(byKey.group);
    expect(await examineGroup(client, asked)).toMatchObject({ disabled: false, differences: [] });
  });
});
