import DatabaseFile from "better-sqlite3";
import { systemClock } from "../../base/clock.ts";
import { codedDatabaseError } from "../database/coded-database-error.ts";
import type { AuditAct } from "./audit-entry.ts";
import { type AuditAuthor, AuditTrail } from "./audit-trail.ts";

const busyTimeoutMs = 5_000;

/**
 * Writes one entry into records that a station may be at work on: a transaction of its own, whose head is read inside it, so the chain
 * goes on whoever else writes. False for records of a version that had no audit trail. Throws `records.*`.
 */
export function appendBeside(file: string, author: AuditAuthor, act: AuditAct): boolean {
  try {
    const connection = new DatabaseFile(file, { fileMustExist: true, timeout: busyTimeoutMs });
    try {
      connection.pragma("synchronous = FULL");
      // Bringing the log over into the database is for whoever owns it.
      connection.pragma("wal_autocheckpoint = 0");
      if (connection.prepare("select 1 from sqlite_schema where name = 'audit'").get() === undefined) return false;
      const trail = new AuditTrail(connection, systemClock);
      trail.writeAs(() => author);
      connection.transaction(() => trail.append(act)).immediate();
      return true;
    } finally {
      connection.close();
    }
  } catch (error) {
    throw codedDatabaseError(error);
  }
}
