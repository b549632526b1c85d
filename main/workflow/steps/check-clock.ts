import { pkiErrors } from "../../pki/pki-errors.ts";
import type { Plant } from "./step.ts";

/** A time server may set a clock back by so much without anybody having been wrong. */
const toleratedMs = 10 * 60_000;

/**
 * A certificate of a clock that runs behind is over before its time, or not valid yet to anybody else. The last certificate on record
 * is the latest moment known to have been; where a person has set a clock that ran ahead, it is the moment he said
 * (`clockSetAt`). Throws `pki.clock-behind`.
 */
export async function checkClock({ records, clock, clockSetAt }: Plant): Promise<void> {
  const known = clockSetAt ?? (await records.certificates.lastAnnouncedAt());
  if (known !== undefined) checkNotBefore(known, clock.now());
}

/** Throws `pki.clock-behind` where a moment is known that the clock has yet to come to. */
export function checkNotBefore(known: Date, now: Date): void {
  if (now.getTime() >= known.getTime() - toleratedMs) return;
  throw pkiErrors.clockBehind(
    `it is ${now.toISOString()} here, but ${known.toISOString()} has been; if the clock was ahead then and is right now, set TOUCHMARK_CLOCK_SET_AT`,
  );
}
