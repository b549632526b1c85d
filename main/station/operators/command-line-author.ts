import { userInfo } from "node:os";
import type { AuditAuthor } from "../../records/audit/audit-trail.ts";

/**
 * Whoever has the data folder and a terminal needs no PIN; so that nobody passes for an operator that way, the name is marked. From
 * TOUCHMARK_OPERATOR, else the system's user.
 */
export function commandLineAuthor(station: string, env: NodeJS.ProcessEnv = process.env): AuditAuthor {
  const given = env["TOUCHMARK_OPERATOR"]?.trim().slice(0, 64);
  return { station, operator: `${given === undefined || given === "" ? systemUser() : given}@command-line` };
}

/** A container may run as a user that has no name. */
function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}
