import { isStationError } from "../../base/errors/station-error.ts";
import type { EnrollmentPage } from "../../dps/operations/query-individual-enrollments.ts";
import { type EntryJudgement, type JudgeSettings, judgeEntry } from "./judge-entry.ts";
import { keepPage, pageSizeOf } from "./keep-page.ts";
import { beginGroups, readGroupPage, tellUnregistered } from "./reconcile-groups.ts";
import type { ReconcileEvent, ReconcileOptions, ReconcileService } from "./reconcile-options.ts";
import type { RecordedEnrollment, ReconcileCounts, ReconcileProgress } from "./reconcile-store.ts";

export type { ReconcileEvent, ReconcileOptions, ReconcileService };

const nothing: ReconcileCounts = {
  entries: 0,
  missing: 0,
  extra: 0,
  different: 0,
  disabled: 0,
  registered: 0,
  neverRegistered: 0,
  groupDevices: 0,
};
/** An interrupted reconciliation older than this says nothing of today; it begins anew. */
const staleMs = 24 * 60 * 60 * 1000;

/**
 * Compares a service with the records, both ways, one page at a time, and keeps what devices did meanwhile. What is found is told
 * before the page is kept: after an interruption the next call goes on with the page that was not, and tells it again. The counts of
 * the summary are those of all its parts. Changes nothing at the service. Throws `dps.*`, `records.*`, `station.cancelled`.
 */
export async function* reconcile(options: ReconcileOptions): AsyncGenerator<ReconcileEvent, void> {
  const { service, store, clock } = options;
  const kept = await store.progress(service);
  const fresh = kept !== undefined && clock.now().getTime() - Date.parse(kept.startedAt) < staleMs;
  let resumed = fresh;
  let progress = fresh ? kept : await beginAnew(options);
  while (progress.phase === "service") {
    const page = yield* readPage(options, progress);
    if (page === "refused") {
      resumed = false;
      progress = await beginAnew(options);
    } else progress = page;
  }
  for (let more = progress.phase === "records"; more; ) {
    const unseen = await store.unseen(service, progress.afterId, pageSizeOf(options));
    more = unseen.length > 0;
    if (more) progress = yield* confirmMissing(options, progress, unseen);
  }
  if (progress.phase === "records") progress = await beginGroups(options, progress);
  progress = yield* readGroups(options, progress);
  await store.end(service);
  const { counts, startedAt } = progress;
  const wrong = counts.missing + counts.extra + counts.different + counts.disabled + counts.neverRegistered;
  yield { type: "summary", agree: wrong === 0, resumed, startedAt, ...counts };
}

async function* readGroups(
  options: ReconcileOptions,
  progress: ReconcileProgress,
): AsyncGenerator<ReconcileEvent, ReconcileProgress> {
  let now = progress;
  while (now.group !== null) now = yield* readGroupPage(options, { ...now, group: now.group });
  for (;;) {
    const next = yield* tellUnregistered(options, now);
    if (next === undefined) return now;
    now = next;
  }
}

async function beginAnew({ service, store, clock }: ReconcileOptions): Promise<ReconcileProgress> {
  const startedAt = clock.now().toISOString();
  const progress = {
    startedAt,
    phase: "service",
    group: null,
    continuation: null,
    afterId: 0,
    counts: nothing,
  } as const;
  await store.begin(service, progress);
  return progress;
}

async function* readPage(
  options: ReconcileOptions,
  progress: ReconcileProgress,
): AsyncGenerator<ReconcileEvent, ReconcileProgress | "refused"> {
  const page = await askPage(options, progress.continuation);
  // A continuation of long ago may be worth nothing any more.
  if (page === "refused") return page;
  const continuation = page.continuation ?? null;
  const recorded = await options.store.recorded(page.items.map(({ registrationId }) => registrationId));
  const byId = new Map(recorded.map((each) => [each.registrationId.toLowerCase(), each]));
  const settings = settingsOf(options);
  const judgements = page.items.map((item) => judgeEntry(item, byId.get(item.registrationId.toLowerCase()), settings));
  return yield* keepPage(options, judgements, {
    seen: page.items.map(({ registrationId }) => registrationId),
    entries: page.items.length,
    progress: { ...progress, phase: continuation === null ? "records" : "service", continuation },
  });
}

async function askPage(
  { client, signal, ...options }: ReconcileOptions,
  continuation: string | null,
): Promise<EnrollmentPage | "refused"> {
  const from = continuation === null ? {} : { continuation };
  try {
    return await client.queryEnrollments({ pageSize: pageSizeOf({ client, ...options }), ...from, signal });
  } catch (error) {
    if (continuation !== null && isStationError(error, "dps.rejected")) return "refused";
    throw error;
  }
}

/** Records the service has not shown: asked for one by one, since an entry may have come after its page had been read. */
async function* confirmMissing(
  options: ReconcileOptions,
  progress: ReconcileProgress,
  unseen: readonly RecordedEnrollment[],
): AsyncGenerator<ReconcileEvent, ReconcileProgress> {
  const { client, signal } = options;
  const judgements: EntryJudgement[] = [];
  let entries = 0;
  for (const recorded of unseen) {
    const { registrationId } = recorded;
    const found = await client.getEnrollment(registrationId, { signal });
    if (found !== undefined) entries += 1;
    const detail = "enrolled according to the records, and not at the service";
    judgements.push(
      found === undefined
        ? { findings: [{ kind: "missing", registrationId, detail }], registration: undefined }
        : judgeEntry(found, recorded, settingsOf(options)),
    );
  }
  const afterId = unseen.at(-1)?.id ?? progress.afterId;
  return yield* keepPage(options, judgements, { seen: [], entries, progress: { ...progress, afterId } });
}

const settingsOf = ({ service, clock, neverRegisteredDays }: ReconcileOptions): JudgeSettings => ({
  service,
  now: clock.now(),
  neverRegisteredDays,
});
