import type { Database } from "better-sqlite3";
import { z } from "zod";
import { recordsErrors } from "../records-errors.ts";

export interface SoundLimits {
  /** Bytes up to which a file is checked whole; quick_check reads 1 GB in about a second from memory, in ten from a slow disk. */
  readonly wholeUpTo: number;
  /** For a larger file: no other table is begun after this. */
  readonly withinMs: number;
}

const usual: SoundLimits = { wholeUpTo: 1_000_000_000, withinMs: 5_000 };
const size = z.int().nonnegative();

/**
 * SQLite's quick_check (sqlite.org/pragma.html) at every start; of a large file table by table from a random one on, so that a start
 * does not wait for all and every table has its turn. Returns how many tables were left out. Throws `records.damaged`.
 */
export function checkSound(connection: Database, { wholeUpTo, withinMs }: SoundLimits = usual): number {
  const pages = size.parse(connection.pragma("page_count", { simple: true }));
  if (pages * size.parse(connection.pragma("page_size", { simple: true })) <= wholeUpTo) {
    refuse(connection.pragma("quick_check(1)", { simple: true }));
    return 0;
  }
  const names = z
    .array(z.string())
    .parse(
      connection
        .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by random()")
        .pluck()
        .all(),
    );
  const end = performance.now() + withinMs;
  for (const [checked, name] of names.entries()) {
    refuse(connection.pragma(`quick_check("${name.replaceAll('"', '""')}")`, { simple: true }));
    if (performance.now() >= end) return names.length - checked - 1;
  }
  return 0;
}

function refuse(finding: unknown): void {
  if (finding !== "ok") throw recordsErrors.damaged(`quick_check: ${String(finding)}`);
}
