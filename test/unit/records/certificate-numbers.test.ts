import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { utf8 } from "../../../main/base/bytes/bytes.ts";
import { openRecords, type Records } from "../../../main/records/records.ts";
import { sampleLot, samplePass, startRun } from "../../harness/sample-records.ts";

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
/** No two of them are alike; what stands in them is not looked at here. */
const certificateOf = (unit: string, authority: string): Uint8Array => utf8(`${authority} for ${unit}`);
const keyOf = (unit: string): string => sha256(utf8(`key ${unit}`));

describe("issuers outside that both count 1, 2, 3", () => {
  let records: Records;

  beforeEach(async () => {
    records = await openRecords({ file: ":memory:", practice: false });
    await records.lots.open({ ...sampleLot, attestation: "x509" });
  });
  afterEach(() => records.close());

  async function ask(unit: string, authority: string): Promise<{ readonly runId: string; readonly request: number }> {
    const runId = await startRun(records, unit);
    const names = { registrationId: unit.toLowerCase(), publicKeySha256: keyOf(unit) };
    const wanted = { validityDays: 3650, subject: {}, request: Uint8Array.of(0x30, 0) };
    await records.certificateRequests.keep({ unit, runId, authority, ...names, ...wanted });
    const request = (await records.certificateRequests.findByKey(names.publicKeySha256))?.id ?? 0;
    return { runId, request };
  }

  const bring = (request: number, unit: string, authority: string, serialNumber = "01") =>
    records.certificateRequests.fulfil(request, {
      serialNumber,
      chain: [certificateOf(unit, authority)],
      notBefore: new Date("2026-01-01T00:00:00Z"),
      notAfter: new Date("2036-01-01T00:00:00Z"),
    });

  const pass = (runId: string, unit: string, certificateAuthority: string) =>
    records.runs.pass(
      samplePass(unit, runId, {
        attestation: "x509",
        registrationId: unit.toLowerCase(),
        endorsementKey: null,
        publicKeySha256: keyOf(unit),
        certificateSerialNumber: "01",
        certificateAuthority,
      }),
    );

  async function certify(unit: string, authority: string): Promise<void> {
    const { runId, request } = await ask(unit, authority);
    expect(await bring(request, unit, authority)).toBe(true);
    await pass(runId, unit, authority);
  }

  async function inManifest(): Promise<readonly (readonly [string, string | null])[]> {
    const found: (readonly [string, string | null])[] = [];
    for await (const { serialNumber, certificateSha256 } of records.manifest.entries(sampleLot.lot))
      found.push([serialNumber, certificateSha256]);
    return found;
  }

  it("are both taken, and each unit has its own certificate everywhere", async () => {
    await certify("GW1", "plant-a");
    await certify("GW2", "plant-b");
    const first = { serialNumber: "01", authority: "plant-a" };
    expect((await records.certificates.get(first))?.chain).toEqual([certificateOf("GW1", "plant-a")]);
    expect(await records.certificates.announced({ ...first, authority: "plant-b" })).toMatchObject({ unit: "GW2" });
    expect(await records.certificates.announced({ ...first, authority: "plant-c" })).toBeUndefined();
    expect(await inManifest()).toEqual([
      ["GW1", sha256(certificateOf("GW1", "plant-a"))],
      ["GW2", sha256(certificateOf("GW2", "plant-b"))],
    ]);
    expect(await records.audit.verify()).toMatchObject({ fault: null });
    expect(await records.audit.verifyRows()).toMatchObject({ units: 2, fault: null });
  });

  it("make the number a name of several units, all of which are found by it", async () => {
    await certify("GW1", "plant-a");
    await certify("GW2", "plant-b");
    const found = await records.lists.lookUp("01");
    expect(found.map(({ by, unit }) => [by, unit.serialNumber])).toEqual([
      ["certificate-number", "GW1"],
      ["certificate-number", "GW2"],
    ]);
  });

  it("may not count one number twice themselves", async () => {
    await certify("GW1", "plant-a");
    const { request } = await ask("GW2", "plant-a");
    await expect(bring(request, "GW2", "plant-a")).rejects.toMatchObject({
      code: "records.duplicate-certificate",
      detail: expect.stringContaining("gw1"),
    });
    expect(await records.certificateRequests.findByKey(keyOf("GW2"))).toMatchObject({ state: "awaiting" });
    expect(await bring(request, "GW2", "plant-a", "02")).toBe(true);
  });

  it("give a unit in rework the same number again, with the same key, and both certificates stay on record", async () => {
    await certify("GW1", "plant-a");
    await records.unitStates.change("GW1", { act: "rework", reason: "another issuer" });
    await certify("GW1", "plant-b");
    expect(await records.identities.findByUnit("GW1")).toMatchObject({ certificateAuthority: "plant-b" });
    expect((await records.units.detail("GW1"))?.certificates.map(({ authority }) => authority)).toEqual([
      "plant-b",
      "plant-a",
    ]);
    expect(await inManifest()).toEqual([["GW1", sha256(certificateOf("GW1", "plant-b"))]]);
    expect(await records.audit.verifyRows()).toMatchObject({ fault: null });
  });
});
