import { pino } from "pino";
import type { Log } from "./log.ts";

const levels = ["debug", "info", "warn", "error", "silent"];

/**
 * The log of a process: one JSON document a line on standard error, written at once so that a crash loses none.
 * `TOUCHMARK_LOG` sets the level (debug, info, warn, error, silent); left out or unknown it is `warn`.
 */
export function openStderrLog(name: string): Log {
  const asked = process.env["TOUCHMARK_LOG"] ?? "warn";
  const level = levels.includes(asked) ? asked : "warn";
  return pino({ name, level, base: { name, pid: process.pid } }, pino.destination({ fd: 2, sync: true }));
}
