import { createHash } from "node:crypto";
import { systemClock } from "../base/clock.ts";
import { baseErrors } from "../base/errors/base-errors.ts";
import { keepYoungGenerationSmall } from "../base/small-young-generation.ts";
import { exportLot } from "../manifest/export-lot.ts";
import type { ManifestSigner, ManifestSigning } from "../manifest/manifest-signing.ts";
import type { Lot } from "../records/lots.ts";
import type { Records } from "../records/records.ts";
import { apiErrors } from "./api-errors.ts";
import type { ExportEvent, ExportFormat } from "./contract/index.ts";

export interface LotExportOrder {
  readonly lot: string;
  readonly format: ExportFormat;
}

// A screen needs to see it move, not every unit: the events of a large lot stay few.
const progressEvery = 50;

export interface LotExportSource {
  readonly records: Pick<Records, "lots" | "manifest" | "seals" | "audit" | "practice">;
  /** Name of the station. */
  readonly station: string;
  /** Asked only for a format that is signed. */
  readonly signer: () => Promise<ManifestSigner>;
}

/** The manifest of a lot as it is written. Throws `api.unknown-lot`, `records.*`, `manifest.*`, `station.cancelled`. */
export async function* lotExport(
  source: LotExportSource,
  { lot, format }: LotExportOrder,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExportEvent, void> {
  const { records } = source;
  const known = await records.lots.get(lot);
  if (known === undefined) throw apiErrors.unknownLot(`no lot "${lot}"`);
  const signing = isSigned(format) ? await signingOf(known, source) : undefined;
  const total = await records.manifest.count(lot);
  const digest = createHash("sha256");
  const practice = records.practice || (await beginsWithPractice(records, lot));
  let count = 0;
  const counted = async function* () {
    for await (const entry of records.manifest.entries(lot)) {
      count += 1;
      yield entry;
    }
  };
  const { chunks, fileName, mediaType } = exportLot({ lot, format, practice, signing, entries: counted() });
  yield { type: "progress", done: 0, total };
  let shown = 0;
  const release = keepYoungGenerationSmall();
  try {
    for await (const text of chunks) {
      if (signal?.aborted === true) throw baseErrors.cancelled("the export was stopped", signal.reason);
      digest.update(text);
      if (text !== "") yield { type: "text", text };
      if (count - shown < progressEvery) continue;
      shown = count;
      yield { type: "progress", done: count, total };
    }
  } finally {
    release();
  }
  yield { type: "progress", done: count, total };
  const sha256 = digest.digest("hex");
  await records.audit.append({ act: "export-made", subject: lot, facts: { format, count, sha256 } });
  yield { type: "done", fileName, mediaType, count, sha256 };
}

/** A real station may build a lot of practice devices; the manifest holds one kind or the other (`manifest.mixed`). */
async function beginsWithPractice({ manifest }: Pick<Records, "manifest">, lot: string): Promise<boolean> {
  for await (const { practice } of manifest.entries(lot)) return practice;
  return false;
}

const isSigned = (format: ExportFormat): boolean => format === "sealed" || format === "jws";

async function signingOf(
  { recipe, recipeHash }: Lot,
  { records, station, signer }: LotExportSource,
): Promise<ManifestSigning> {
  return {
    signer: await signer(),
    stations: [station],
    recipe: { name: recipe, hash: recipeHash },
    createdAt: systemClock.now(),
    seals: records.seals,
    auditHead: () => records.audit.head(),
  };
}
