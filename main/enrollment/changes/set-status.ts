import { enrollmentErrors } from "../enrollment-errors.ts";
import type { ChangeableService } from "../enrollment-service.ts";
import type { ChangeOrder, ChangeOutcome } from "./change-outcome.ts";
import { asSent, readOwnEntry } from "./own-entry.ts";

/** Disables the entry, which is the way to revoke a device (the service's manual), or enables it again. Throws `enrollment.gone`. */
export async function setStatus(
  service: ChangeableService,
  { status, ...order }: ChangeOrder & { readonly status: "enabled" | "disabled" },
  signal: AbortSignal,
): Promise<ChangeOutcome> {
  const own = await readOwnEntry(service, order, signal);
  if (own === undefined) throw enrollmentErrors.gone(`no entry "${order.registrationId}" at "${order.service}"`);
  const entry = { ...own.recorded, provisioningStatus: status };
  if ((own.found.provisioningStatus ?? "enabled") === status) return { kind: "done", entry, etag: own.etag };
  const changed = { ...asSent(own.found), provisioningStatus: status };
  const { etag } = await service.putEnrollment(changed, { ifMatch: own.etag, signal });
  return { kind: "done", entry, etag: etag ?? null };
}
