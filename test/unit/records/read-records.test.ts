import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readRecords } from "../../../main/records/read-records.ts";
import { openRecords } from "../../../main/records/records.ts";
import { passUnit, sampleLot } from "../../harness/sample-records.ts";

const folder = mkdtempSync(join(tmpdir(), "touchmark-read-"));
const file = join(folder, "station.db");
afterAll(() => rmSync(folder, { recursive: true }));

it("records of a station at work are read beside it as they grow, and never written", async () => {
  const owner = await openRecords({ file, practice: false });
  await owner.lots.open(sampleLot);
  const reader = readRecords({ file, practice: false });
  expect(await reader.units.get("0001")).toBeUndefined();
  await passUnit(owner, "0001");
  expect(await reader.units.get("0001")).toMatchObject({ serialNumber: "0001" });
  expect(await reader.audit.verify()).toMatchObject({ fault: null });
  expect(await reader.audit.verifyRows()).toMatchObject({ fault: null });
  await expect(reader.audit.append({ act: "trust-added", subject: "x" })).rejects.toMatchObject({
    code: "records.read-only",
  });
  await reader.close();
  await passUnit(owner, "0002");
  await owner.close();
});

it("practice records are not read as real ones, and what is not there is not made", () => {
  expect(() => readRecords({ file, practice: true })).toThrow(expect.objectContaining({ code: "records.mode" }));
  const none = join(folder, "none.db");
  expect(() => readRecords({ file: none, practice: false })).toThrow(
    expect.objectContaining({ code: "records.not-opened" }),
  );
});
