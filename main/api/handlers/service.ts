import type { ServiceCheck } from "../contract/index.ts";
import type { Desk } from "../desk.ts";
import { codedEvents } from "../report-problem.ts";
import { api } from "./base.ts";

export function serviceHandlers(desk: Desk) {
  const { service } = api(desk);
  const until = (signal: AbortSignal | undefined): AbortSignal =>
    signal === undefined ? desk.closing : AbortSignal.any([signal, desk.closing]);
  return {
    overview: service.overview.handler(async () => ({ services: [...(await desk.service.overview())] })),
    conflicts: service.conflicts.handler(async ({ input }) => {
      const { conflicts, total } = await desk.service.conflicts(input);
      return { conflicts: [...conflicts], total };
    }),
    conflict: service.conflict.handler(({ input }) => desk.service.conflict(input.registrationId)),
    solve: service.solve.handler(({ input: { how, ...order } }) => desk.service.change({ ...order, act: how })),
    parked: service.parked.handler(async ({ input }) => {
      const { parked, total } = await desk.service.parked(input);
      return { parked: [...parked], total };
    }),
    retryParked: service.retryParked.handler(async ({ input }) => ({ retried: await desk.service.retryParked(input) })),
    change: service.change.handler(({ input }) => desk.service.change(input)),
    changes: service.changes.handler(async ({ input }) => {
      const { changes, total } = await desk.service.changes(input);
      return { changes: [...changes], total };
    }),
    check: service.check.handler(async ({ input, signal }) => {
      const lines: ServiceCheck[] = [];
      for await (const line of desk.service.check(input.name, input.canary, until(signal))) lines.push(line);
      return lines;
    }),
    checking: service.checking.handler(({ input, signal }) =>
      codedEvents(desk.service.check(input.name, input.canary, until(signal))),
    ),
    reconcile: {
      start: service.reconcile.start.handler(({ input }) => desk.service.reconcile.start(input)),
      status: service.reconcile.status.handler(() => desk.service.reconcile.status()),
      cancel: service.reconcile.cancel.handler(() => desk.service.reconcile.cancel()),
    },
  };
}
