import {
  type EnrollmentPace,
  leastSharePercent,
  measureEnrollmentPace,
  mostRefusedPercent,
} from "./enrollment-pace.ts";
import { type EnrollmentRate, leastRateRatio, latencyMs, measureEnrollmentRate } from "./enrollment-rate.ts";
import { measureMillionReconcile } from "./million/reconcile-million.ts";
import { measureQueuedMemory } from "./queued-memory.ts";
import { measureReconcile } from "./reconcile-times.ts";
import { measureServiceDown, mostDownRatio, type ServiceDown } from "./service-down.ts";

/** One bench of the service side. */
interface ServiceBench {
  readonly title: string;
  /** Only when it is named: it takes minutes. */
  readonly onDemand?: boolean;
  /** The row to print, and what of it misses its target, in words. */
  measure(rounds: number | undefined): Promise<Measured>;
}

interface Measured {
  readonly row: object;
  readonly missed: readonly string[];
}

const missed = (isMissed: boolean, text: string): readonly string[] => (isMissed ? [text] : []);

const judgeRate = (row: EnrollmentRate): Measured => ({
  row,
  missed: missed(row.ratio < leastRateRatio, `enrollments a second: ${row.ratio} times those of Microsoft's client`),
});

const judgePace = (row: EnrollmentPace): Measured => ({
  row,
  missed: [
    ...missed(row.sharePercent < leastSharePercent, `pace: ${row.sharePercent} % of the allowance used`),
    ...missed(row.refusedPercent > mostRefusedPercent, `pace: ${row.refusedPercent} % of the calls refused with 429`),
  ],
});

const judgeDown = (row: ServiceDown): Measured => ({
  row,
  missed: missed(row.ratio > mostDownRatio, `plug to PASS with the service down: ${row.ratio} of the time with it up`),
});

const untargeted = (row: object): Measured => ({ row, missed: [] });

/** By the names that `--only` takes. */
export const serviceBenches: Readonly<Record<string, ServiceBench>> = {
  rate: {
    title: `A backlog to a service ${latencyMs} ms away, by the queue and by Microsoft's client (the ratio must be ${leastRateRatio})`,
    measure: async () => judgeRate(await measureEnrollmentRate()),
  },
  pace: {
    title: `The same under a pace (of the allowance ${leastSharePercent} % must be used, and ${mostRefusedPercent} % may be refused)`,
    measure: async () => judgePace(await measureEnrollmentPace()),
  },
  down: {
    title: `From plug to PASS with the service down and up (the ratio may be ${mostDownRatio})`,
    measure: async (rounds) => judgeDown(await measureServiceDown(rounds)),
  },
  reconcile: {
    title: `Reconciliation with a service ${latencyMs} ms away`,
    measure: async () => untargeted(await measureReconcile()),
  },
  "reconcile-million": {
    title: "Reconciliation of a million entries with a service that answers at once",
    onDemand: true,
    measure: async () => untargeted(await measureMillionReconcile()),
  },
  million: {
    title: "A million entries in the queue",
    onDemand: true,
    measure: async () => untargeted(await measureQueuedMemory()),
  },
};
