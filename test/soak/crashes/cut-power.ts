import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import type { SeededRandom } from "../seeded-random.ts";

// sqlite.org/fileformat2.html#the_write_ahead_log and sqlite.org/walformat.html
const logHeader = 32;
const frameHeader = 24;
const sector = 512;

/** The log as it is in memory, and how much of it is certainly on the disk. */
interface Log {
  readonly bytes: Buffer;
  /** Bytes from the start on. */
  readonly forced: number;
  /** Where what was written ends. */
  readonly written: number;
}

/**
 * Writes to `to` what a disk has after the power went, of the records of a station whose every thread is stopped: the database, which
 * SQLite has forced before it goes on, and of its log what was forced. Of each sector after that the disk has the old, the new, or
 * neither. `false` in the few microseconds in which the log's two files speak of different turns of it.
 */
export function cutPower(database: string, notes: string, to: string, random: SeededRandom): boolean {
  const log = readLog(database, readFileSync(notes));
  if (log === undefined) return false;
  copyFileSync(database, to);
  writeFileSync(`${to}-wal`, lost(log, random));
  return true;
}

function readLog(database: string, notes: Buffer): Log | undefined {
  const bytes = readFileSync(`${database}-wal`);
  const index = readFileSync(`${database}-shm`);
  if (bytes.length < logHeader || notes.length < 12) return undefined;
  const turn = bytes.subarray(16, 24);
  if (!turn.equals(index.subarray(32, 40))) return undefined;
  const frame = frameHeader + bytes.readUInt32BE(8);
  const forcedByStation = turn.equals(notes.subarray(0, 8)) ? notes.readUInt32LE(8) : 0;
  // What SQLite brings over into the database it has forced itself: nBackfillAttempted.
  const forced = Math.max(forcedByStation, index.readUInt32LE(128));
  const written = logHeader + frame * index.readUInt32LE(16);
  return { bytes, forced: logHeader + frame * forced, written: Math.min(written, bytes.length) };
}

function lost({ bytes, forced, written }: Log, random: SeededRandom): Buffer {
  const kept = Buffer.from(bytes);
  const firstLost = Math.ceil(forced / sector) * sector;
  for (let at = firstLost; at < written; at += sector) {
    const end = Math.min(at + sector, written);
    const fate = random.below(3);
    if (fate === 1) kept.fill(0, at, end);
    if (fate === 2) kept.set(random.bytes(end - at), at);
  }
  // A file that grew may not have grown on the disk.
  const isNew = written === bytes.length && random.chance(0.5);
  return isNew ? kept.subarray(0, forced + random.below(written - forced + 1)) : kept;
}
