import { baseErrors } from "../../base/errors/base-errors.ts";
import { type IndividualEnrollment, individualEnrollment } from "../../dps/schema/individual-enrollment.ts";
import { differencesOf, isAttestation } from "../../enrollment/compare-enrollment.ts";
import { individualEnrollment as enrollmentOf } from "../../manifest/formats/individual-enrollment.ts";
import type { ManifestEntry } from "../../manifest/manifest-entry.ts";
import { readWritten } from "../../manifest/read-manifest.ts";
import type { ChunkSource } from "../../manifest/sealed/read-sealed.ts";
import type { WrittenEntry } from "../../manifest/written-entry.ts";
import type { ManifestRecords, NumberedRecord } from "../../records/manifest-records.ts";
import { ComparisonState } from "./comparison-state.ts";
import type { KnownSigners } from "./known-signers.ts";
import {
  differenceOf,
  type ManifestDifference,
  type ManifestDiffProgress,
  type ManifestDiffSummary,
} from "./manifest-difference.ts";
import { sourceOf } from "./verify-manifest-file.ts";

export interface ManifestDiffOrder {
  readonly file: string;
  readonly records: Pick<ManifestRecords, "numbered" | "named">;
  /** Left out: whoever signed entries is unknown. */
  readonly signers?: KnownSigners | undefined;
  /** Left out: only the records are asked. */
  readonly service?: { readonly name: string; readonly client: EntryReader } | undefined;
  /** Of an earlier comparison of this file with the same service, which was cut off; left out: from the beginning. */
  readonly state?: ComparisonState | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a comparison asks of a provisioning service; DpsClient is one. */
export interface EntryReader {
  getEnrollment(
    registrationId: string,
    options: { readonly signal?: AbortSignal | undefined },
  ): Promise<IndividualEnrollment | undefined>;
}

export type ManifestDiffEvent = ManifestDifference | ManifestDiffProgress | ManifestDiffSummary;

const entriesAtOnce = 200;
const callsAtOnce = 8;

/**
 * Compares a manifest with the records and, if one is named, with a provisioning service, entry by entry. The last event is the summary; progress is
 * told where a service is asked. Throws `manifest.malformed`, `records.*`, `dps.*`, `set-up.usage`, `station.cancelled`.
 */
export async function* diffManifest(order: ManifestDiffOrder): AsyncGenerator<ManifestDiffEvent, void> {
  const { records, service } = order;
  const state = order.state ?? new ComparisonState(order.signers ?? { own: [], trusted: [] });
  const { tally, seen } = state;
  const source = await sourceOf(order.file);
  if (service !== undefined) state.toAsk ??= await countAskable(order, source);
  for await (const entries of batches(order, source, tally.entries)) {
    const known = await recordsOf(records, entries);
    // Asked first: what cannot be asked leaves all that is known of these entries as it was.
    const atService = yield* askService(order, state, askable(entries, known, service?.name));
    tally.entries += entries.length;
    yield* tally.counted(notSigned(entries, state));
    yield* tally.counted(againstRecords(entries, known, state));
    yield* tally.counted(atService);
  }
  state.ofFile = true;
  for (const lot of seen.lots) {
    for await (const { id, record } of records.numbered(lot)) {
      if (!seen.has(id)) yield* tally.counted([differenceOf(record, { kind: "extra", against: "records" })]);
    }
  }
  yield state.summary();
}

async function countAskable(order: ManifestDiffOrder, source: ChunkSource): Promise<number> {
  let count = 0;
  for await (const entries of batches(order, source, 0)) {
    const known = entries.every(({ whole }) => whole !== null) ? new Map() : await recordsOf(order.records, entries);
    count += askable(entries, known, order.service?.name).length;
  }
  return count;
}

function notSigned(entries: readonly WrittenEntry[], { signatures }: ComparisonState): readonly ManifestDifference[] {
  return entries
    .filter(({ signature }) => signature !== null && signatures.add(signature) === "bad")
    .map((entry) => differenceOf(named(entry), { kind: "signature", against: "records" }));
}

/** By what the file calls them. */
type KnownUnits = ReadonlyMap<string, NumberedRecord>;

async function recordsOf(records: ManifestDiffOrder["records"], entries: readonly WrittenEntry[]): Promise<KnownUnits> {
  // One file calls all by the same.
  const by = entries[0]?.by ?? "serialNumber";
  const found = await records.named(
    by,
    entries.map(({ name }) => name),
  );
  return new Map(found.map((each) => [keyOf(each.record, by), each]));
}

const recordOf = (known: KnownUnits, { by, name }: WrittenEntry): NumberedRecord | undefined =>
  known.get(keyOf({ [by]: name }, by));

function againstRecords(
  entries: readonly WrittenEntry[],
  records: KnownUnits,
  { seen }: ComparisonState,
): readonly ManifestDifference[] {
  return entries.flatMap((entry) => {
    if (entry.lot !== null) seen.addLot(entry.lot);
    const known = recordOf(records, entry);
    const against = "records";
    if (known === undefined) return [differenceOf(named(entry), { kind: "missing", against })];
    const unit = known.record;
    seen.addLot(unit.lot);
    if (seen.has(known.id)) return [differenceOf(unit, { kind: "repeated", against })];
    seen.add(known.id);
    return entry
      .differences(unit)
      .map(({ field, file, records: theirs, since }) =>
        differenceOf(unit, { kind: since ? "since" : "different", against, field, file, theirs }),
      );
  });
}

/** The service takes registration ids in any case. */
const keyOf = (names: Partial<Pick<ManifestEntry, WrittenEntry["by"]>>, by: WrittenEntry["by"]): string =>
  by === "registrationId" ? (names[by] ?? "").toLowerCase() : (names[by] ?? "");

const named = ({ by, name, whole }: WrittenEntry) => ({
  serialNumber: name,
  registrationId: by === "registrationId" ? name : (whole?.registrationId ?? null),
});

/**
 * Units of groups have no entry, those of another service are not this one's. A file that holds a part does not say which service an entry is
 * for: the record of the unit does, and is what the service is compared with.
 */
const askable = (
  entries: readonly WrittenEntry[],
  known: KnownUnits,
  service: string | undefined,
): readonly ManifestEntry[] =>
  entries
    .map((entry) => entry.whole ?? recordOf(known, entry)?.record)
    .filter((entry) => entry !== undefined)
    .filter((entry) => service !== undefined && entry.service === service && entry.enrollment !== "group");

async function* askService(
  { service, signal }: ManifestDiffOrder,
  { tally, toAsk = 0 }: ComparisonState,
  entries: readonly ManifestEntry[],
): AsyncGenerator<ManifestDiffProgress, readonly ManifestDifference[]> {
  if (service === undefined) return [];
  const found: ManifestDifference[] = [];
  let asked = 0;
  for (let from = 0; from < entries.length; from += callsAtOnce) {
    refuseStopped(signal);
    const some = entries.slice(from, from + callsAtOnce);
    const answers = await Promise.all(
      some.map(async (entry) => judge(entry, await service.client.getEnrollment(entry.registrationId, { signal }))),
    );
    asked += some.length;
    found.push(...answers.flat());
    yield { type: "progress", entries: tally.entries, asked: tally.asked + asked, toAsk };
  }
  tally.asked += asked;
  return found;
}

function judge(entry: ManifestEntry, there: IndividualEnrollment | undefined): readonly ManifestDifference[] {
  const against = "service";
  if (there === undefined) return [differenceOf(entry, { kind: "missing", against })];
  const state = there.registrationState;
  const registered = state?.status === "assigned";
  const asked = individualEnrollment.safeParse(enrollmentOf(entry));
  if (!asked.success) return [differenceOf(entry, { kind: "attestation", against, field: "endorsement key" })];
  return [
    ...differencesOf(asked.data, there).map(({ field, ours, theirs }) => {
      const disabled = field === "provisioning status" && theirs === "disabled";
      const kind = isAttestation({ field }) ? "attestation" : disabled ? "disabled" : "different";
      return differenceOf(entry, { kind, against, field, file: ours, theirs });
    }),
    ...(registered
      ? [
          differenceOf(entry, {
            kind: "registered",
            against,
            field: "assignedHub",
            file: entry.assignedHub,
            theirs: state.assignedHub ?? null,
          }),
        ]
      : []),
  ];
}

/** What of the file comes after the first `done` entries. */
async function* batches(
  { signal }: ManifestDiffOrder,
  source: ChunkSource,
  done: number,
): AsyncGenerator<readonly WrittenEntry[], void> {
  let batch: WrittenEntry[] = [];
  let passed = 0;
  for await (const entry of readWritten(source)) {
    passed += 1;
    if (passed <= done) continue;
    batch.push(entry);
    if (batch.length < entriesAtOnce) continue;
    refuseStopped(signal);
    yield batch;
    batch = [];
  }
  refuseStopped(signal);
  if (batch.length > 0) yield batch;
}

function refuseStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw baseErrors.cancelled("the comparison was stopped", signal.reason);
}
