import { join } from "node:path";
import { openRecords } from "../../../main/records/records.ts";
import { exportLotFile } from "../../../main/station/operations/export-lot-file.ts";
import { sampleSigning } from "../../harness/sample-signing.ts";
import { answer, given, memoryMiB } from "../run-apart.ts";
import type { Exported, ExportTask } from "./export-times.ts";

/** A station that exports a lot into a file, and nothing else in the process. */
const { folder, format, out } = await given<ExportTask>();
const records = await openRecords({ file: join(folder, "station.db"), practice: true });
const { signer } = sampleSigning().signing;
const workshop = {
  records,
  folder: { settings: join(folder, "no-settings.yaml") },
  signers: { get: () => Promise.resolve(signer) },
};
const begunMs = performance.now();
const { count } = await exportLotFile(workshop, { lot: "LOT-1", format, out, signal: new AbortController().signal });
const said: Exported = { ms: performance.now() - begunMs, peakMiB: memoryMiB().most, count };
await records.close();
answer(said);
