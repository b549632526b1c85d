import type { EntryJudgement } from "./judge-entry.ts";
import type { ReconcileEvent, ReconcileOptions } from "./reconcile-options.ts";
import type { ReconcileProgress, SeenRegistration } from "./reconcile-store.ts";

const countOf = { "never-registered": "neverRegistered" } as const;

export const pageSizeOf = ({ pageSize }: ReconcileOptions): number => pageSize ?? 200;

export interface Looked {
  readonly seen: readonly string[];
  readonly entries: number;
  readonly progress: ReconcileProgress;
}

/** Tells what one page showed, then keeps it whole. */
export async function* keepPage(
  { service, store }: ReconcileOptions,
  judgements: readonly EntryJudgement[],
  { seen, entries, progress }: Looked,
): AsyncGenerator<ReconcileEvent, ReconcileProgress> {
  const counts = { ...progress.counts, entries: progress.counts.entries + entries };
  const registrations: SeenRegistration[] = [];
  for (const { findings, registration } of judgements) {
    if (registration !== undefined) registrations.push(registration);
    for (const finding of findings) {
      counts[finding.kind === "never-registered" ? countOf[finding.kind] : finding.kind] += 1;
      yield { type: "finding", ...finding };
    }
  }
  const now = { ...progress, counts };
  await store.keep(service, { seen, registrations, progress: now });
  yield { type: "progress", phase: now.phase, ...counts };
  return now;
}
