import { createHash } from "node:crypto";
import { apiErrors } from "../api-errors.ts";
import type { ExportEvent } from "../contract/index.ts";
import type { Desk } from "../desk.ts";
import { exportLot } from "../../manifest/export-lot.ts";
import { api } from "./base.ts";

// A screen needs to see it move, not every unit: the events of a large lot stay few.
const progressEvery = 50;

export function exportHandlers(desk: Desk) {
  const { exports } = api(desk);
  return {
    run: exports.run.handler(({ input, signal }) => runExport(desk, input, signal)),
  };
}

async function* runExport(
  desk: Desk,
  { lot, format }: { readonly lot: string; readonly format: "csv" | "jsonl" },
  signal: AbortSignal | undefined,
): AsyncGenerator<ExportEvent, void> {
  const { records, info } = desk;
  if ((await records.lots.get(lot)) === undefined) throw apiErrors.unknownLot(`no lot "${lot}"`);
  const total = await records.manifest.count(lot);
  const digest = createHash("sha256");
  let count = 0;
  const counted = async function* () {
    for await (const entry of records.manifest.entries(lot)) {
      count += 1;
      yield entry;
    }
  };
  const manifest = exportLot({ lot, format, practice: info.mode === "practice", entries: counted() });
  yield { type: "progress", done: 0, total };
  let shown = 0;
  for await (const text of manifest.chunks) {
    signal?.throwIfAborted();
    digest.update(text);
    yield { type: "text", text };
    if (count - shown >= progressEvery) {
      shown = count;
      yield { type: "progress", done: count, total };
    }
  }
  yield { type: "progress", done: count, total };
  yield {
    type: "done",
    fileName: manifest.fileName,
    mediaType: manifest.mediaType,
    count,
    sha256: digest.digest("hex"),
  };
}
