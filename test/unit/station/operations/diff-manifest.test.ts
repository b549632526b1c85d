import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import type { IndividualEnrollment } from "../../../../main/dps/schema/individual-enrollment.ts";
import { writeManifest } from "../../../../main/manifest/write-manifest.ts";
import type { ManifestEntry } from "../../../../main/manifest/manifest-entry.ts";
import { openRecords, type Records } from "../../../../main/records/records.ts";
import { diffManifest } from "../../../../main/station/operations/diff-manifest.ts";
import type { ManifestDifference } from "../../../../main/station/operations/manifest-difference.ts";
import { textOf } from "../../../harness/sample-manifest.ts";
import { passUnit, sampleLot } from "../../../harness/sample-records.ts";

const folder = mkdtempSync(join(tmpdir(), "touchmark-diff-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let records: Records;
let entries: ManifestEntry[];
const there = new Map<string, IndividualEnrollment>();

beforeEach(async () => {
  records = await openRecords({ file: ":memory:", practice: true });
  await records.lots.open(sampleLot);
  for (const serialNumber of ["0001", "0002", "0003", "0004"]) await passUnit(records, serialNumber);
  entries = [];
  there.clear();
  for await (const entry of records.manifest.entries("LOT-1")) {
    entries.push(entry);
    const { registrationId, deviceId, endorsementKey } = entry;
    const tpm = { endorsementKey: endorsementKey ?? "" };
    there.set(registrationId, { registrationId, deviceId, attestation: { type: "tpm", tpm } });
  }
});

afterEach(() => records.close());

async function diff(
  format: "csv" | "jsonl",
  service?: string,
): Promise<{ readonly same: boolean; readonly found: readonly (string | null)[][]; readonly asked: number }> {
  const file = join(folder, "manifest");
  writeFileSync(file, await textOf(writeManifest(format, { lot: "LOT-1", practice: true }, entries)));
  const client = { getEnrollment: (id: string) => Promise.resolve(there.get(id)) };
  const named = service === undefined ? undefined : { name: service, client };
  const found: ManifestDifference[] = [];
  for await (const event of diffManifest({ file, records: records.manifest, service: named })) {
    if (event.type === "difference") found.push(event);
    else if (event.type === "summary") {
      expect(event.entries).toBe(entries.length);
      const told = found.map(({ against, kind, serialNumber, field }) => [against, kind, serialNumber, field]);
      return { same: event.same, found: told, asked: event.asked };
    }
  }
  throw new Error("no summary");
}

const at = (serialNumber: string): IndividualEnrollment => {
  const entry = there.get(`reg-${serialNumber}`);
  if (entry === undefined) throw new Error(serialNumber);
  return entry;
};

it.each([
  "csv",
  "jsonl",
] as const)("finds nothing between a %s manifest, its records and the service", async (format) => {
  expect(await diff(format, "plant-dps")).toEqual({ same: true, found: [], asked: 4 });
});

it("names what the records have not, have besides, have otherwise, and what the file has twice", async () => {
  const [first, second, third] = entries as [ManifestEntry, ManifestEntry, ManifestEntry];
  entries = [
    first,
    { ...second, deviceId: "other", recipeHash: "ff" },
    { ...third, serialNumber: "9999", registrationId: "reg-9999" },
    first,
  ];
  expect(await diff("csv")).toEqual({
    same: false,
    asked: 0,
    found: [
      ["records", "different", "0002", "deviceId"],
      ["records", "different", "0002", "recipeHash"],
      ["records", "missing", "9999", null],
      ["records", "repeated", "0001", null],
      ["records", "extra", "0003", null],
      ["records", "extra", "0004", null],
    ],
  });
});

it("says what became of a unit since, and calls the file the same", async () => {
  await records.enrollments.enrolled("reg-0001", { etag: "e" });
  const registrationState = { status: "assigned", assignedHub: "hub-1.example" } as const;
  there.set("reg-0002", { ...at("0002"), registrationState });
  expect(await diff("jsonl", "plant-dps")).toEqual({
    same: true,
    asked: 4,
    found: [
      ["records", "since", "0001", "enrollment"],
      ["service", "registered", "0002", "assignedHub"],
    ],
  });
});

it("names what the service has not, has disabled, or has for another device", async () => {
  there.delete("reg-0001");
  there.set("reg-0002", { ...at("0002"), provisioningStatus: "disabled" });
  there.set("reg-0003", { ...at("0003"), attestation: at("0004").attestation });
  there.set("reg-0004", { ...at("0004"), deviceId: "other" });
  expect(await diff("csv", "plant-dps")).toMatchObject({
    same: false,
    found: [
      ["service", "missing", "0001", null],
      ["service", "disabled", "0002", "provisioning status"],
      ["service", "attestation", "0003", "endorsement key"],
      ["service", "different", "0004", "device id"],
    ],
  });
  expect(await diff("csv", "another-dps")).toEqual({ same: true, found: [], asked: 0 });
});
