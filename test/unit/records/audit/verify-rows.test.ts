import Database from "better-sqlite3";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { checkRecords, isSound } from "../../../../main/records/backup/check-records.ts";
import { openRecords, type Records } from "../../../../main/records/records.ts";
import { passUnit, sampleLot, samplePass, startRun } from "../../../harness/sample-records.ts";

const folder = mkdtempSync(join(tmpdir(), "touchmark-rows-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
let file = "";
beforeEach(async () => {
  files += 1;
  file = join(folder, `${files}.db`);
  const records = await openRecords({ file, practice: true });
  await fill(records);
  await records.close();
});

const problem = { code: "link.lost", sentence: "Check the cable.", detail: "gone", retry: "same-unit" } as const;
const check = { id: "enrollment", code: null, expected: "x", found: "x" };
const other = { endorsementKey: "AAAA", publicKeySha256: "b".repeat(64) };

/** Every way in which a unit, a lot or a seal comes to what it is. */
async function fill(records: Records): Promise<void> {
  await employ(records);
  await records.lots.open(sampleLot);
  await records.lots.open({ ...sampleLot, lot: "LOT-0", quantity: 5 });
  for (const name of ["GW1", "GW2", "GW3"]) await passUnit(records, name);
  await records.runs.fail(await startRun(records, "GW4"), { problem, ms: 1 });
  await records.unitStates.change("GW4", { act: "quarantine", reason: "drop\ud800ped" });
  await records.unitStates.change("GW4", { act: "release", reason: "only dust" });
  await passUnit(records, "GW4");
  await records.unitStates.change("GW1", { act: "rework", reason: "board changed" });
  await records.runs.pass(samplePass("GW1", await startRun(records, "GW1"), other));
  await records.verifications.add("GW2", [{ ...check, outcome: "pass" }]);
  await records.verifications.add("GW3", [{ ...check, outcome: "fail" }]);
  await records.unitStates.change("GW3", { act: "scrap", reason: "burnt" });
  await certify(records, "GW5");
  await passUnit(records, "GW6", "LOT-0");
  await records.lots.close("LOT-0");
  const [digest, root, createdAt] = ["c".repeat(64), "d".repeat(64), new Date().toISOString()];
  await records.seals.add({ lot: "LOT-0", format: "sealed", count: 1, root, digest, previous: null, createdAt });
  await records.enrollments.enrolled("reg-gw2", { etag: null });
  const adopt = { registrationId: "reg-gw2", act: "adopt", reason: "theirs", author: "Ann" } as const;
  const id = await records.enrollmentChanges.intend(adopt);
  await records.enrollmentChanges.done(id, { entry: { deviceId: "theirs" }, etag: null, enrolled: true });
}

async function employ({ operators }: Records): Promise<void> {
  for (const name of ["Ann", "Bob", "Cy"]) await operators.add({ name, role: "engineer", pinHash: "x" });
  await operators.change("Bob", { role: "qa" });
  await operators.change("Bob", { pinHash: "y" });
  await operators.deactivate("Cy");
}

async function certify(records: Records, unit: string): Promise<void> {
  const runId = await startRun(records, unit);
  const { identity, enrollment } = samplePass(unit, runId, {
    attestation: "x509",
    endorsementKey: null,
    certificateSerialNumber: "0A1B",
    certificateAuthority: "line",
  });
  const { registrationId, publicKeySha256 } = identity;
  const number = { serialNumber: "0A1B", authority: "line" };
  await records.certificates.intend({ runId, unit, ...number, registrationId, publicKeySha256 });
  const [notBefore, notAfter] = [new Date("2026-01-01T00:00:00Z"), new Date("2036-01-01T00:00:00Z")];
  await records.certificates.issued({ ...number, chain: [Uint8Array.of(0x30, 0)], notBefore, notAfter });
  await records.runs.pass({ runId, ms: 1, identity, enrollment });
}

/** What somebody with the file and a plain SQLite does to it. */
function tamper(...statements: readonly string[]): void {
  const raw = new Database(file);
  raw.pragma("foreign_keys = off");
  const triggers = raw.prepare("select name from sqlite_schema where type = 'trigger'").pluck().all();
  for (const name of triggers) raw.exec(`drop trigger "${String(name)}"`);
  for (const statement of statements) raw.exec(statement);
  raw.close();
}

const verdict = async () => {
  const records = await openRecords({ file, practice: true });
  try {
    expect(await records.audit.verify()).toMatchObject({ fault: null });
    return await records.audit.verifyRows();
  } finally {
    await records.close();
  }
};

const unit = (name: string): string => `(select id from units where serialNumber = '${name}')`;

describe("rows", () => {
  it("are as the trail tells, however they came to be so", async () => {
    expect(await verdict()).toEqual({ units: 6, untold: 0, fault: null });
    const found = await checkRecords(file);
    expect(found).toMatchObject({ rows: { units: 6, fault: null } });
    expect(isSound(found)).toBe(true);
  });

  it.each([
    [
      "another key",
      `update identities set publicKeySha256 = '${"f".repeat(64)}' where unit = ${unit("GW2")}`,
      "identity",
      "GW2",
    ],
    ["another name", `update identities set registrationId = 'x' where unit = ${unit("GW2")}`, "identity", "GW2"],
    [
      "another endorsement key",
      `update identities set endorsementKey = 'BBBB' where unit = ${unit("GW1")}`,
      "identity",
      "GW1",
    ],
    ["other facts", `update identities set facts = '{}' where unit = ${unit("GW4")}`, "identity", "GW4"],
    ["another device id", `update identities set deviceId = 'x' where unit = ${unit("GW4")}`, "device-id", "GW4"],
    ["no identity", `delete from identities where unit = ${unit("GW4")}`, "identity", "GW4"],
    ["another certificate", `update certificates set chain = '["MAEA"]'`, "certificate", "GW5"],
    [
      "another certificate with its digest",
      `update certificates set chain = '["MAEA"]', sha256 = '${"1".repeat(64)}'`,
      "certificate",
      "GW5",
    ],
    [
      "the number of another certificate",
      `update identities set certificateSerialNumber = null where unit = ${unit("GW5")}`,
      "identity",
      "GW5",
    ],
    ["scrap made good", `update units set state = 'verified' where serialNumber = 'GW3'`, "unit-state", "GW3"],
    ["a reason written anew", "update unitStates set reason = 'none' where act = 'scrap'", "unit-state", "GW3"],
    ["a history cut off", "delete from unitStates where act = 'scrap'", "unit-state", "GW3"],
    [
      "a unit that is gone",
      `delete from identities where unit = ${unit("GW6")}; delete from units where serialNumber = 'GW6'`,
      "unit",
      "GW6",
    ],
    ["a lot opened anew", "update lots set state = 'open' where lot = 'LOT-0'", "lot", "LOT-0"],
    ["another recipe", `update lots set recipeHash = '${"b".repeat(64)}' where lot = 'LOT-1'`, "lot", "LOT-1"],
    ["another quantity", "update lots set quantity = 500 where lot = 'LOT-0'", "lot", "LOT-0"],
    ["somebody nobody set up", "update operators set name = 'Eve' where name = 'Ann'", "operator", /^(Ann|Eve)$/],
    ["a person taken out", "delete from operators where name = 'Ann'", "operator", "Ann"],
    ["all taken out", "delete from operators", "operator", /^(Ann|Bob|Cy)$/],
    ["another role", "update operators set role = 'engineer' where name = 'Bob'", "operator", "Bob"],
    ["one let in again", "update operators set active = 1 where name = 'Cy'", "operator", "Cy"],
    ["another seal", `update seals set root = '${"e".repeat(64)}'`, "seal", "LOT-0"],
  ])("with %s are found and named", async (_, statement, kind, subject) => {
    tamper(statement);
    const named = typeof subject === "string" ? subject : expect.stringMatching(subject);
    expect((await verdict()).fault).toMatchObject({ kind, subject: named });
    expect(isSound(await checkRecords(file))).toBe(false);
  });
});
