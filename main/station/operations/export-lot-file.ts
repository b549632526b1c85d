import { createHash } from "node:crypto";
import { open, rename, unlink } from "node:fs/promises";
import { apiErrors } from "../../api/api-errors.ts";
import { exportLot } from "../../manifest/export-lot.ts";
import { setUpErrors } from "../station-errors.ts";
import type { Workshop } from "../workshop.ts";

export interface ExportOptions {
  readonly lot: string;
  readonly format: "csv" | "jsonl";
  readonly out: string;
}

export interface ExportedFile {
  readonly out: string;
  readonly count: number;
  readonly sha256: string;
}

/** Writes the manifest of a lot; the file appears whole or not at all. */
export async function exportLotFile(
  { records, practice }: Pick<Workshop, "records" | "practice">,
  options: ExportOptions,
): Promise<ExportedFile> {
  const { lot, format, out } = options;
  if ((await records.lots.get(lot)) === undefined) throw apiErrors.unknownLot(`no lot "${lot}"`);
  const total = await records.manifest.count(lot);
  const manifest = exportLot({ lot, format, practice, entries: records.manifest.entries(lot) });
  const digest = createHash("sha256");
  const temporary = `${out}.part`;
  try {
    const file = await open(temporary, "w");
    try {
      for await (const text of manifest.chunks) {
        digest.update(text);
        await file.writeFile(text);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, out);
  } catch (cause) {
    await unlink(temporary).catch(() => undefined);
    throw setUpErrors.folder(`cannot write ${out}`, cause);
  }
  return { out, count: total, sha256: digest.digest("hex") };
}
