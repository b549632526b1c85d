import { implement } from "@orpc/server";
import { contract } from "../../../../main/api/contract/index.ts";
import type { FakeParts } from "../fake-parts.ts";

const on = implement(contract);

/** The room of the service. */
export function serviceHandlers({ dps }: FakeParts) {
  return {
    service: {
      overview: on.service.overview.handler(() => ({ services: dps.services() })),
      conflicts: on.service.conflicts.handler(({ input: { offset, limit } }) => ({
        conflicts: dps.conflicts.slice(offset, offset + limit),
        total: dps.conflicts.length,
      })),
      conflict: on.service.conflict.handler(
        ({ input }) => dps.conflicts.find((one) => one.registrationId === input.registrationId) ?? null,
      ),
      solve: on.service.solve.handler(({ input }) => dps.solve(input, input.how)),
      parked: on.service.parked.handler(({ input: { offset, limit } }) => ({
        parked: dps.parked.slice(offset, offset + limit),
        total: dps.parked.length,
      })),
      retryParked: on.service.retryParked.handler(({ input }) => ({ retried: dps.retryParked(input.registrationIds) })),
      change: on.service.change.handler(({ input }) => dps.change(input, input.act)),
      changes: on.service.changes.handler(({ input: { offset, limit, registrationId } }) => {
        const found = dps.changes.filter(
          (one) => registrationId === undefined || one.registrationId === registrationId,
        );
        return { changes: found.slice(offset, offset + limit), total: found.length };
      }),
      check: on.service.check.handler(() => [...dps.checks]),
      checking: on.service.checking.handler(({ signal }) => dps.check(signal)),
      reconcile: {
        start: on.service.reconcile.start.handler(({ input }) => dps.startReconcile(input.service)),
        status: on.service.reconcile.status.handler(() => dps.reconcile),
        cancel: on.service.reconcile.cancel.handler(() => dps.cancelReconcile()),
      },
    },
  };
}
