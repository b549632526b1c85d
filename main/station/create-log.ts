import { destination, type Level, pino } from "pino";
import type { Log } from "../base/log.ts";

const levels: readonly string[] = ["debug", "info", "warn", "error"] satisfies Level[];

/** A log of JSON lines on standard error; TOUCHMARK_LOG sets the least level (debug, info, warn, error). */
export function createLog(fallback: Level = "warn"): Log {
  const wanted = process.env["TOUCHMARK_LOG"] ?? "";
  const level = levels.includes(wanted) ? wanted : fallback;
  return pino(
    { level, base: null, serializers: { error: pino.stdSerializers.err } },
    destination({ dest: 2, sync: true }),
  );
}
