import { join } from "node:path";
import { openRecords } from "../../../main/records/records.ts";
import { answer, given } from "../run-apart.ts";
import type { LookUp, LookUpTask } from "./lookup-times.ts";

/** A station in which units are looked up as its screens and commands do it, and nothing else in the process. */
const { folder, searches } = await given<LookUpTask>();
const records = await openRecords({ file: join(folder, "station.db"), practice: true });
const seen: LookUp[] = [];
for (const [by, texts] of Object.entries(searches)) {
  const times: number[] = [];
  for (const search of texts) {
    const begunMs = performance.now();
    const { units, total } = await records.units.list({ search, offset: 0, limit: 50 });
    times.push(performance.now() - begunMs);
    if (by !== "part of a name" && (total !== 1 || units.length !== 1)) throw new Error(`${search} found ${total}`);
  }
  seen.push({ by, times });
}
await records.close();
answer({ seen });
