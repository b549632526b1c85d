import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exportLot } from "../../../main/manifest/export-lot.ts";
import { openRecords, type Records } from "../../../main/records/records.ts";
import { ManifestUploads } from "../../../main/station/manifest-uploads.ts";
import { passUnit, sampleLot } from "../../harness/sample-records.ts";

let root: string;
let records: Records;
let uploads: ManifestUploads;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "touchmark-uploads-"));
  records = await openRecords({ file: join(root, "station.db"), practice: true });
  uploads = new ManifestUploads({ root, records });
  await records.lots.open(sampleLot);
  for (const serialNumber of ["GW200000001", "GW200000002"]) await passUnit(records, serialNumber);
});

afterEach(async () => {
  await uploads.close();
  await records.close();
  rmSync(root, { recursive: true, force: true });
});

async function manifest(format: "csv" | "jsonl"): Promise<string> {
  const entries = records.manifest.entries(sampleLot.lot);
  const { chunks } = exportLot({ lot: sampleLot.lot, format, practice: true, signing: undefined, entries });
  const parts: string[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return parts.join("");
}

async function upload(text: string): Promise<string> {
  const bytes = Buffer.from(text);
  const id = await uploads.begin(bytes.length);
  for (let offset = 0; offset < bytes.length; offset += 100)
    await uploads.append(id, bytes.subarray(offset, offset + 100).toString("base64"));
  return id;
}

describe("a manifest handed over piece by piece", () => {
  it.each(["csv", "jsonl"] as const)("is the same as the records: %s", async (format) => {
    const { same, entries, differences } = await uploads.compare(await upload(await manifest(format)));
    expect({ same, entries, differences }).toEqual({ same: true, entries: 2, differences: [] });
  });

  it.each(["csv", "jsonl"] as const)("differs where it was changed: %s", async (format) => {
    const text = (await manifest(format)).replaceAll(/"deviceId":"GW200000002"|,GW200000002,/g, (found) =>
      found.replace("GW2", "XX2"),
    );
    const { same, differences } = await uploads.compare(await upload(text));
    expect(same).toBe(false);
    expect(JSON.stringify(differences)).toContain("2");
  });

  it("names what the file has not", async () => {
    const [first = ""] = (await manifest("jsonl")).split("\n");
    const { counts, differences } = await uploads.compare(await upload(`${first}\n`));
    expect(counts.extra).toBe(1);
    expect(differences).toMatchObject([{ kind: "extra", serialNumber: "GW200000002" }]);
  });

  it("is refused where it is none, was not whole, or is not known, and leaves nothing behind", async () => {
    await expect(uploads.compare(await upload("a shopping list\n"))).rejects.toMatchObject({
      code: "manifest.malformed",
    });
    const half = await uploads.begin(10);
    await expect(uploads.compare(half)).rejects.toMatchObject({ code: "manifest.no-upload" });
    await expect(uploads.compare(half)).rejects.toMatchObject({ code: "manifest.no-upload" });
    const left = readdirSync(root).find((name) => name.startsWith("uploads-"));
    expect(readdirSync(join(root, left ?? ""))).toEqual([]);
  });
});
