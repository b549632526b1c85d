import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import Database from "better-sqlite3";
import { z } from "zod";
import { runApart } from "../run-apart.ts";
import { rounded } from "../statistics.ts";
import { millionRecords } from "./make-million.ts";

export interface LookUpTask {
  readonly folder: string;
  /** By what they are, in the order they are to be asked. */
  readonly searches: Readonly<Record<string, readonly string[]>>;
}

export interface LookUp {
  readonly by: string;
  /** In the order they were asked, ms. */
  readonly times: readonly number[];
}

export interface LookUpTimes {
  readonly by: string;
  /** The first one, and 99 of 100, with nothing of the file in the system's memory before; and with all of it there. */
  readonly firstMs: number;
  readonly coldP99Ms: number;
  readonly warmP99Ms: number;
}

export const mostLookUpMs = 20;
/** It looks at every unit; its time is told and has no target. */
export const partOfName = "part of a name";
const asked = 400;
const row = z.object({
  serialNumber: z.string(),
  registrationId: z.string(),
  endorsementKey: z.string().nullable(),
  sha256: z.string().nullable(),
});

/** Units among a million, looked up by each name a unit has, anywhere in the file. */
export async function measureLookUp(units = 1_000_000): Promise<readonly LookUpTimes[]> {
  const folder = await millionRecords(units);
  const searches = searchesIn(join(folder, "station.db"), units);
  const cold: LookUp[] = [];
  // One kind at a time, so that none finds what another has read.
  for (const [by, texts] of Object.entries(searches)) {
    forget(join(folder, "station.db"));
    const answer = await runApart<{ readonly seen: readonly LookUp[] }>("./million/lookup-process.ts", {
      folder,
      searches: { [by]: texts },
    } satisfies LookUpTask);
    cold.push(...answer.seen);
  }
  const twice = Object.fromEntries(Object.entries(searches).map(([by, texts]) => [by, [...texts, ...texts]]));
  const task: LookUpTask = { folder, searches: twice };
  const { seen: warm } = await runApart<{ readonly seen: readonly LookUp[] }>("./million/lookup-process.ts", task);
  return cold.map(({ by, times }) => {
    const again = warm.find((each) => each.by === by)?.times.slice(times.length) ?? [];
    const [first = Number.NaN] = times;
    return { by, firstMs: rounded(first), coldP99Ms: rounded(p99(times)), warmP99Ms: rounded(p99(again), 2) };
  });
}

function searchesIn(file: string, units: number): LookUpTask["searches"] {
  const database = new Database(file, { readonly: true });
  const one = database.prepare(`select units.serialNumber, identities.registrationId, endorsementKey, sha256 from units
    join identities on identities.unit = units.id
    left join certificates on certificates.unit = units.id where units.id = ?`);
  // By a step that meets every region of the file and every kind of unit, the same each time.
  const rows = Array.from({ length: asked * 2 }, (_, index) => row.parse(one.get(1 + ((index * 7_654_321) % units))));
  database.close();
  const some = (texts: readonly string[]): readonly string[] => texts.slice(0, asked);
  return {
    "serial number": some(rows.map(({ serialNumber }) => serialNumber)),
    "registration id": some(rows.map(({ registrationId }) => registrationId.toUpperCase())),
    "endorsement key's SHA-256": some(rows.flatMap(({ endorsementKey }) => digestOf(endorsementKey))),
    "certificate's SHA-256": some(rows.flatMap(({ sha256 }) => sha256 ?? [])),
    [partOfName]: some(rows.map(({ serialNumber }) => serialNumber.slice(-5))).slice(0, 10),
  };
}

const digestOf = (endorsementKey: string | null): readonly string[] =>
  endorsementKey === null
    ? []
    : [createHash("sha256").update(Buffer.from(endorsementKey, "base64")).digest("hex").toUpperCase()];

/** Has the system drop what it keeps of the file, where it has the tool for that. */
const forget = (file: string): void => {
  spawnSync("dd", [`if=${file}`, "iflag=nocache", "count=0"], { stdio: "ignore" });
};

function p99(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN;
}
