import { isStationError } from "../../base/errors/station-error.ts";
import type { Page } from "../../dps/operations/query-page.ts";
import type { RegistrationState } from "../../dps/schema/individual-enrollment.ts";
import type { EntryJudgement } from "./judge-entry.ts";
import { keepPage, pageSizeOf } from "./keep-page.ts";
import type { ReconcileEvent, ReconcileOptions } from "./reconcile-options.ts";
import type { ReconcileProgress } from "./reconcile-store.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** Where the comparison of groups begins: units of groups have no entries, only what the service says of their registrations. */
export async function beginGroups({ service, store }: ReconcileOptions, progress: ReconcileProgress) {
  const [group = null] = await store.groups(service);
  return { ...progress, phase: "groups" as const, group, continuation: null, afterId: 0 };
}

/** One page of the registrations by one group: who registered and is no unit of this station is told as extra. */
export async function* readGroupPage(
  options: ReconcileOptions,
  progress: ReconcileProgress & { readonly group: string },
): AsyncGenerator<ReconcileEvent, ReconcileProgress> {
  const { service, store } = options;
  const { group, continuation: from } = progress;
  const page = await askPage(options, group, from);
  const continuation = page.continuation ?? null;
  const ids = page.items.flatMap(({ registrationId }) => (registrationId ? [registrationId] : []));
  const known = new Set((await store.knownInGroups(ids)).map((id) => id.toLowerCase()));
  const strangers = ids.filter((id) => !known.has(id.toLowerCase()));
  const detail = `registered by group "${group}", and no unit of this station has it`;
  const judgements = [
    ...strangers.map(
      (registrationId): EntryJudgement => ({
        findings: [{ kind: "extra", registrationId, detail }],
        registration: undefined,
      }),
    ),
    ...page.items.flatMap((state) => (known.has(keyOf(state)) ? [ofKnown(state)] : [])),
  ];
  const next = continuation === null ? ((await store.groups(service)).find((each) => each > group) ?? null) : group;
  const counts = { ...progress.counts, groupDevices: progress.counts.groupDevices + ids.length };
  const now = { ...progress, group: next, continuation, counts };
  return yield* keepPage(options, judgements, { seen: ids, entries: 0, progress: now });
}

const keyOf = ({ registrationId }: RegistrationState): string => registrationId?.toLowerCase() ?? "";

/** Where a unit of the group has registered: no fault, and kept. */
const ofKnown = (state: RegistrationState): EntryJudgement => ({
  findings: [],
  registration: {
    registrationId: keyOf(state),
    status: state.status,
    assignedHub: state.assignedHub ?? null,
    deviceId: state.deviceId ?? null,
    at: state.lastUpdatedDateTimeUtc ?? null,
  },
});

/** A group that is not there, or a service that tells nothing of groups, has no registrations. */
async function askPage(
  options: ReconcileOptions,
  group: string,
  from: string | null,
): Promise<Page<RegistrationState>> {
  const { client, signal } = options;
  const continuation = from === null ? {} : { continuation: from };
  try {
    const asked = { pageSize: pageSizeOf(options), ...continuation, signal };
    return (await client.queryGroupRegistrationStates?.(group, asked)) ?? { items: [] };
  } catch (error) {
    if (isStationError(error, "dps.not-found")) return { items: [] };
    throw error;
  }
}

/** Units of groups that were built long ago and have not registered. `undefined`: there are no more. */
export async function* tellUnregistered(
  options: ReconcileOptions,
  progress: ReconcileProgress,
): AsyncGenerator<ReconcileEvent, ReconcileProgress | undefined> {
  const { service, store, clock, neverRegisteredDays } = options;
  if (neverRegisteredDays === undefined) return undefined;
  const before = new Date(clock.now().getTime() - neverRegisteredDays * dayMs).toISOString();
  const units = await store.unseenInGroups(service, { afterId: progress.afterId, before, limit: pageSizeOf(options) });
  const last = units.at(-1);
  if (last === undefined) return undefined;
  const judgements = units.map(
    ({ registrationId, group, createdAt }): EntryJudgement => ({
      findings: [
        {
          kind: "never-registered",
          registrationId,
          detail: `built ${createdAt} for group "${group}", its device has not registered since`,
        },
      ],
      registration: undefined,
    }),
  );
  return yield* keepPage(options, judgements, { seen: [], entries: 0, progress: { ...progress, afterId: last.id } });
}
