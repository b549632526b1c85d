import * as fc from "fast-check";
import { expect, it } from "vitest";
import { readCsvRows } from "../../../main/manifest/formats/read-csv-rows.ts";
import type { ManifestEntry } from "../../../main/manifest/manifest-entry.ts";
import { readWritten } from "../../../main/manifest/read-manifest.ts";
import { type ManifestFormatName, writeManifest } from "../../../main/manifest/write-manifest.ts";
import { manifestEntries, textOf } from "../../harness/sample-manifest.ts";
import { sampleSigning } from "../../harness/sample-signing.ts";

const { signing } = sampleSigning();
const written = (format: ManifestFormatName, entries: readonly ManifestEntry[]): Promise<string> =>
  textOf(writeManifest(format, { lot: "LOT-1", practice: false, signing }, entries));

/** What each format can hold of them. */
const holds: Readonly<Record<ManifestFormatName, (entry: ManifestEntry) => boolean>> = {
  csv: () => true,
  jsonl: () => true,
  sealed: () => true,
  "dps-bulk": () => true,
  "devices-txt": ({ attestation, certificateSha256 }) => attestation === "x509" && certificateSha256 !== null,
  // The key of an X.509 unit is read out of its certificate, which these have not.
  jws: ({ attestation }) => attestation === "tpm",
};

it.each(Object.keys(holds) as ManifestFormatName[])("%s says of every unit what it was written of", async (format) => {
  const entries = manifestEntries().filter(holds[format]);
  await fc.assert(
    fc.asyncProperty(fc.array(entries, { minLength: 1, maxLength: 12 }), async (units) => {
      const bytes = Buffer.from(await written(format, units));
      const source = async function* () {
        yield await Promise.resolve(bytes);
      };
      let at = 0;
      for await (const entry of readWritten(source)) {
        const unit = units[at];
        expect(unit).toBeDefined();
        expect(entry.name).toBe(unit?.[entry.by]);
        expect(unit && entry.differences(unit)).toEqual([]);
        at += 1;
      }
      expect(at).toBe(units.length);
    }),
    { numRuns: 12 },
  );
});

it("no cell of a CSV manifest is a formula to a spreadsheet, whatever units are called", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(manifestEntries(), { minLength: 1, maxLength: 4 }), async (units) => {
      const cells = [...readCsvRows(await written("csv", units))].flatMap((row) => row.cells);
      for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u);
    }),
    { numRuns: 30 },
  );
});
