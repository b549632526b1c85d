import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsvManifest } from "../../../main/manifest/formats/parse-csv.ts";
import { parseJsonlManifest } from "../../../main/manifest/formats/parse-jsonl.ts";
import { writeManifest } from "../../../main/manifest/write-manifest.ts";
import { manifestEntries, textOf } from "../../harness/sample-manifest.ts";

const header = { lot: "LOT-1", practice: false };

describe("a manifest reads back as it was", () => {
  it.each([
    ["csv", parseCsvManifest],
    ["jsonl", parseJsonlManifest],
  ] as const)("%s", async (format, parse) => {
    await fc.assert(
      fc.asyncProperty(fc.array(manifestEntries(), { maxLength: 4 }), async (entries) => {
        const text = await textOf(writeManifest(format, header, entries));
        expect(parse(text)).toEqual(entries);
      }),
      { numRuns: 150 },
    );
  });
});

describe("anything else is refused with its line or read as a manifest, never a crash", () => {
  it.each([
    ["csv", parseCsvManifest],
    ["jsonl", parseJsonlManifest],
  ] as const)("%s", async (format, parse) => {
    const [sample] = fc.sample(manifestEntries(), { numRuns: 1, seed: 7 });
    const good = await textOf(writeManifest(format, header, [sample!]));
    fc.assert(
      fc.property(fc.nat(good.length), fc.string({ unit: "binary", maxLength: 4 }), (at, junk) => {
        try {
          expect(parse(good.slice(0, at) + junk + good.slice(at + 1))).toBeInstanceOf(Array);
        } catch (error) {
          expect(error).toMatchObject({
            code: "manifest.malformed",
            detail: expect.stringMatching(/line \d+/) as string,
          });
        }
      }),
      { numRuns: 200 },
    );
  });
});
