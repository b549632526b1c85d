import { describe, expect, it } from "vitest";
import { parseCsvManifest } from "../../../main/manifest/formats/parse-csv.ts";
import { parseJsonlManifest } from "../../../main/manifest/formats/parse-jsonl.ts";
import type { ManifestEntry } from "../../../main/manifest/manifest-entry.ts";
import { writeManifest } from "../../../main/manifest/write-manifest.ts";
import { sampleEntry, textOf } from "../../harness/sample-manifest.ts";

const symmetric: ManifestEntry = { ...sampleEntry, attestation: "symmetric-key", endorsementKey: null };
const byGroup: ManifestEntry = {
  ...symmetric,
  enrollment: "group",
  enrollmentGroup: "line-7",
  provisioningStatus: null,
  initialTwin: null,
  enrollmentSettings: null,
};
const text = (format: Parameters<typeof writeManifest>[0], entry: ManifestEntry): Promise<string> =>
  textOf(writeManifest(format, { lot: "LOT-1", practice: true }, [entry]));

describe.each([
  ["with a symmetric key", symmetric],
  ["of a group", byGroup],
])("a unit %s", (_, entry) => {
  it("goes into CSV and JSON Lines, and comes back the same", async () => {
    expect(parseCsvManifest(await text("csv", entry))).toEqual([entry]);
    expect(parseJsonlManifest(await text("jsonl", entry))).toEqual([entry]);
  });

  it.each(["dps-bulk", "devices-txt"] as const)("is refused by %s", async (format) => {
    await expect(text(format, entry)).rejects.toMatchObject({ code: "manifest.not-in-format" });
  });
});

describe("a CSV manifest of a station that knew no groups", () => {
  it("is read, but not one that has a column of somebody else's", async () => {
    const csv = await text("csv", sampleEntry);
    const old = csv.replace(",enrollmentGroup\r\n", "\r\n").replace(/,\r\n$/, "\r\n");
    expect(parseCsvManifest(old)).toEqual([sampleEntry]);
    expect(() => parseCsvManifest(csv.replace("enrollmentGroup", "group"))).toThrow(
      expect.objectContaining({ code: "manifest.malformed" }),
    );
  });
});
