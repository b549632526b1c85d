import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRecords, type Records } from "../../../main/records/records.ts";
import { SetClock, sampleLot, startRun } from "../../harness/sample-records.ts";

const chain = [new Uint8Array([0x30, 1, 2]), new Uint8Array([0x30, 3, 4])];
const notBefore = new Date("2026-11-22T07:59:00Z");
const notAfter = new Date("2027-11-22T08:00:00Z");
let records: Records;
let runId: string;

const authority = "line-ca";
const intent = (serialNumber: string) => ({
  serialNumber,
  unit: "GW1",
  runId,
  authority,
  publicKeySha256: "ab".repeat(32),
  registrationId: "gw1",
});
const wanted = {
  unit: "GW1",
  publicKeySha256: "ab".repeat(32),
  authority: "line-ca",
  registrationId: "gw1",
  at: new Date("2026-11-22T08:00:00Z"),
  minimumDaysLeft: 100,
};

beforeEach(async () => {
  records = await openRecords({ file: ":memory:", practice: true, clock: new SetClock() });
  await records.lots.open({ ...sampleLot, attestation: "x509" });
  runId = await startRun(records, "GW1");
});

afterEach(() => records.close());

describe("the journal of certificates", () => {
  it("gives an issued certificate again to the same unit and key", async () => {
    await records.certificates.intend(intent("0A01"));
    expect(await records.certificates.findReusable(wanted)).toBeUndefined();
    expect(await records.certificates.get({ serialNumber: "0a01", authority })).toBeUndefined();
    await records.certificates.issued({ serialNumber: "0A01", authority, chain, notBefore, notAfter });
    expect(await records.certificates.findReusable(wanted)).toEqual({ serialNumber: "0a01", chain });
    expect(await records.certificates.get({ serialNumber: "0A01", authority })).toEqual({
      serialNumber: "0a01",
      chain,
    });
    expect((await records.units.detail("GW1"))?.certificates).toMatchObject([
      { serialNumber: "0a01", der: chain[0], chain },
    ]);
  });

  it("tells what was announced, when the last was, and what was never issued", async () => {
    expect(await records.certificates.lastAnnouncedAt()).toBeUndefined();
    for (const number of ["0a01", "0a02", "0a03"]) await records.certificates.intend(intent(number));
    await records.certificates.issued({ serialNumber: "0a02", authority, chain, notBefore, notAfter });
    expect((await records.certificates.neverIssued()).map(({ serialNumber }) => serialNumber)).toEqual([
      "0a03",
      "0a01",
    ]);
    expect(await records.certificates.announced({ serialNumber: "0A02", authority })).toMatchObject({
      unit: "GW1",
      authority: "line-ca",
      state: "issued",
    });
    expect(await records.certificates.announced({ serialNumber: "0a04", authority })).toBeUndefined();
    expect(await records.certificates.lastAnnouncedAt()).toBeInstanceOf(Date);
  });

  it.each([
    ["unit", { unit: "GW2" }],
    ["key", { publicKeySha256: "cd".repeat(32) }],
    ["authority", { authority: "other-ca" }],
    ["registration id", { registrationId: "gw2" }],
    ["time: too little is left", { minimumDaysLeft: 366 }],
    ["time: not valid yet", { at: new Date("2026-11-01T00:00:00Z") }],
  ])("does not for another %s", async (_, change) => {
    await records.certificates.intend(intent("0a01"));
    await records.certificates.issued({ serialNumber: "0a01", authority, chain, notBefore, notAfter });
    expect(await records.certificates.findReusable({ ...wanted, ...change })).toBeUndefined();
  });

  it("takes each number once and each result as it was first", async () => {
    await records.certificates.intend(intent("0a01"));
    await expect(records.certificates.intend(intent("0A01"))).rejects.toMatchObject({
      code: "records.duplicate-certificate",
    });
    await records.certificates.issued({ serialNumber: "0a01", authority, chain, notBefore, notAfter });
    await records.certificates.issued({ serialNumber: "0a01", authority, chain, notBefore, notAfter });
    const other = [new Uint8Array([0x30, 9])];
    await expect(
      records.certificates.issued({ serialNumber: "0a01", authority, chain: other, notBefore, notAfter }),
    ).rejects.toMatchObject({
      code: "records.certificate-changed",
    });
  });

  it("knows nothing of a certificate nobody announced", async () => {
    await expect(
      records.certificates.issued({ serialNumber: "ff", authority, chain, notBefore, notAfter }),
    ).rejects.toMatchObject({
      code: "records.not-found",
    });
    await expect(records.certificates.intend({ ...intent("01"), unit: "nobody" })).rejects.toMatchObject({
      code: "records.not-found",
    });
  });
});
