import type { Records } from "../records/records.ts";
import { checkNotBefore } from "../workflow/steps/check-clock.ts";
import type { Clock } from "../base/clock.ts";

/**
 * An authority lives for years with the dates it was made with, and is judged by them. There may be no device's certificate yet to
 * compare the clock with, so the newest entry of the audit trail counts too; `clockSetAt` as for devices. Throws `pki.clock-behind`.
 */
export async function checkAuthorityClock(parts: {
  readonly records: Pick<Records, "audit" | "certificates">;
  readonly clock: Clock;
  readonly clockSetAt: Date | undefined;
}): Promise<void> {
  const { records, clock, clockSetAt } = parts;
  if (clockSetAt !== undefined) return checkNotBefore(clockSetAt, clock.now());
  const written = await records.audit.timeOf("newest");
  const announced = await records.certificates.lastAnnouncedAt();
  const known = [
    ...(written === undefined ? [] : [new Date(written)]),
    ...(announced === undefined ? [] : [announced]),
  ];
  for (const moment of known) checkNotBefore(moment, clock.now());
}
