import { systemClock } from "../../base/clock.ts";
import { type ReconcileEvent, reconcile } from "../../enrollment/reconcile/reconcile.ts";
import type { Workshop } from "../workshop.ts";

export type { ReconcileEvent };

export interface Reconciliation {
  readonly service: string;
  readonly neverRegisteredDays?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Compares a provisioning service with the records, both ways; goes on where it was interrupted. Throws `set-up.*`, `dps.*`, `station.cancelled`. */
export async function* reconcileService(
  { services, records, enrollmentChanged }: Workshop,
  { service, neverRegisteredDays, signal }: Reconciliation,
): AsyncGenerator<ReconcileEvent, void> {
  const client = await services.client(service);
  const store = records.reconciliation;
  for await (const event of reconcile({ service, client, store, clock: systemClock, neverRegisteredDays, signal })) {
    yield event;
    if (event.type === "finding" && event.kind === "registered") enrollmentChanged.emit(event.registrationId);
  }
}
