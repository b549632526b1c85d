import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { ManifestEntry } from "../../../main/manifest/manifest-entry.ts";
import { readManifest } from "../../../main/manifest/read-manifest.ts";
import { writeManifest } from "../../../main/manifest/write-manifest.ts";
import { manifestEntries, sampleEntry, textOf } from "../../harness/sample-manifest.ts";
import { sampleSigning } from "../../harness/sample-signing.ts";
import { exportLot } from "../../../main/manifest/export-lot.ts";

/** The bytes of a text, cut wherever it hurts. */
const source = (text: string, size: number) =>
  async function* () {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
  };

async function* streamed<Value>(values: readonly Value[]): AsyncGenerator<Value, void> {
  for (const value of values) yield await Promise.resolve(value);
}

async function read(text: string, size = 7): Promise<readonly ManifestEntry[]> {
  const entries: ManifestEntry[] = [];
  for await (const entry of readManifest(source(text, size))) entries.push(entry);
  return entries;
}

it.each(["csv", "jsonl"] as const)("reads %s as a stream, as it was written", async (format) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(manifestEntries(), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 300 }),
      async (entries, size) => {
        const text = await textOf(writeManifest(format, { lot: "LOT-1", practice: false }, entries));
        expect(await read(text, size)).toEqual(entries);
      },
    ),
    { numRuns: 60 },
  );
});

it("reads a sealed one", async () => {
  const entries = [sampleEntry, { ...sampleEntry, serialNumber: "0043", registrationId: "reg-2" }];
  const { signing } = sampleSigning();
  const { chunks } = exportLot({ lot: "LOT-1", format: "sealed", practice: true, signing, entries: streamed(entries) });
  expect(await read(await textOf(chunks), 100)).toEqual(entries);
});

it.each(["", "what,ever\n1,2\n", "{}\n", '{"registrationId":', '"never closed\n'])("refuses %j", async (text) => {
  await expect(read(text)).rejects.toMatchObject({ code: "manifest.malformed" });
});
