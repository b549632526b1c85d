import { systemClock } from "../../base/clock.ts";
import { type ReconcileEvent, reconcile } from "../../enrollment/reconcile/reconcile.ts";
import type { Emitter } from "../../base/async/emitter.ts";
import type { ReadWorkshop } from "../read-workshop.ts";

export type { ReconcileEvent };

export interface Reconciliation {
  readonly service: string;
  readonly neverRegisteredDays?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Whose records are compared, and who wants to know of registrations. */
export interface Reconciler extends Pick<ReadWorkshop, "services" | "records"> {
  readonly enrollmentChanged?: Emitter<string> | undefined;
}

/**
 * Compares a provisioning service with the records, both ways; goes on where it was interrupted. Beside the owner of the records it changes
 * nothing in them, so it begins anew, and what devices did is told but not kept. Throws `set-up.*`, `dps.*`, `station.cancelled`.
 */
export async function* reconcileService(
  { services, records, enrollmentChanged }: Reconciler,
  { service, neverRegisteredDays, signal }: Reconciliation,
): AsyncGenerator<ReconcileEvent, void> {
  const client = await services.client(service);
  const store = records.reconciliation;
  for await (const event of reconcile({ service, client, store, clock: systemClock, neverRegisteredDays, signal })) {
    yield event;
    if (event.type === "finding" && event.kind === "registered") enrollmentChanged?.emit(event.registrationId);
  }
}
