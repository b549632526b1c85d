import { baseErrors } from "../../base/errors/base-errors.ts";
import { type IndividualEnrollment, individualEnrollment } from "../../dps/schema/individual-enrollment.ts";
import { differencesOf, isAttestation } from "../../enrollment/compare-enrollment.ts";
import { compareWithRecord } from "../../manifest/compare-with-record.ts";
import { individualEnrollment as enrollmentOf } from "../../manifest/formats/individual-enrollment.ts";
import type { ManifestEntry } from "../../manifest/manifest-entry.ts";
import { manifestErrors } from "../../manifest/manifest-errors.ts";
import { readManifest } from "../../manifest/read-manifest.ts";
import type { ManifestRecords } from "../../records/manifest-records.ts";
import { sourceOf } from "./verify-manifest-file.ts";

/**
 * missing: the file has it, the other side has not · extra: the reverse · different: a member is another (`attestation` at the service:
 * what the device proves itself with) · disabled: at the service only · repeated: the file has it twice · since: sent or registered
 * after the file was written · registered: at the service, which makes no difference.
 */
export type ManifestDifferenceKind =
  | "missing"
  | "extra"
  | "different"
  | "attestation"
  | "disabled"
  | "repeated"
  | "since"
  | "registered";

export interface ManifestDifference {
  readonly type: "difference";
  readonly kind: ManifestDifferenceKind;
  readonly against: "records" | "service";
  readonly serialNumber: string;
  readonly registrationId: string;
  readonly field: string | null;
  readonly file: string | null;
  readonly theirs: string | null;
}

export interface ManifestDiffSummary {
  readonly type: "summary";
  readonly same: boolean;
  /** In the file. */
  readonly entries: number;
  /** Asked about at the service. */
  readonly asked: number;
  readonly counts: Readonly<Record<ManifestDifferenceKind, number>>;
}

export interface ManifestDiffOrder {
  readonly file: string;
  readonly records: Pick<ManifestRecords, "numbered" | "withSerialNumbers">;
  /** Left out: only the records are asked. */
  readonly service?: { readonly name: string; readonly client: EntryReader } | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a comparison asks of a provisioning service; DpsClient is one. */
export interface EntryReader {
  getEnrollment(
    registrationId: string,
    options: { readonly signal?: AbortSignal | undefined },
  ): Promise<IndividualEnrollment | undefined>;
}

const entriesAtOnce = 200;
const callsAtOnce = 8;
const mostLots = 1_000;
/** They tell what became of a unit since; the file is no other for it. */
const news: readonly ManifestDifferenceKind[] = ["since", "registered"];

/**
 * Compares a manifest with the records and, if one is named, with a provisioning service, entry by entry; a bit for each unit on record
 * is all that grows. The last event is the summary. Throws `manifest.malformed`, `records.*`, `dps.*`, `set-up.usage`, `station.cancelled`.
 */
export async function* diffManifest(
  order: ManifestDiffOrder,
): AsyncGenerator<ManifestDifference | ManifestDiffSummary, void> {
  const { signal } = order;
  const tally = new Tally();
  const seen = new SeenUnits();
  const source = await sourceOf(order.file);
  for await (const entries of batches(readManifest(source))) {
    if (signal?.aborted === true) throw baseErrors.cancelled("the comparison was stopped", signal.reason);
    tally.entries += entries.length;
    yield* tally.counted(await againstRecords(order.records, entries, seen));
    yield* tally.counted(await againstService(order, entries, tally));
  }
  for (const lot of seen.lots) {
    for await (const { id, record } of order.records.numbered(lot)) {
      if (!seen.has(id)) yield* tally.counted([differenceOf(record, { kind: "extra", against: "records" })]);
    }
  }
  yield tally.summary();
}

async function againstRecords(
  records: ManifestDiffOrder["records"],
  entries: readonly ManifestEntry[],
  seen: SeenUnits,
): Promise<readonly ManifestDifference[]> {
  const found = await records.withSerialNumbers(entries.map(({ serialNumber }) => serialNumber));
  const bySerialNumber = new Map(found.map((each) => [each.record.serialNumber, each]));
  return entries.flatMap((entry) => {
    seen.addLot(entry.lot);
    const known = bySerialNumber.get(entry.serialNumber);
    const against = "records";
    if (known === undefined) return [differenceOf(entry, { kind: "missing", against })];
    if (seen.has(known.id)) return [differenceOf(entry, { kind: "repeated", against })];
    seen.add(known.id);
    return compareWithRecord(entry, known.record).map(({ field, file, records: theirs, since }) =>
      differenceOf(entry, { kind: since ? "since" : "different", against, field, file, theirs }),
    );
  });
}

/** Units of groups have no entry, those of another service are not this one's. */
async function againstService(
  { service, signal }: ManifestDiffOrder,
  entries: readonly ManifestEntry[],
  tally: Tally,
): Promise<readonly ManifestDifference[]> {
  if (service === undefined) return [];
  const own = entries.filter((entry) => entry.service === service.name && entry.enrollment !== "group");
  const found: ManifestDifference[] = [];
  for (let from = 0; from < own.length; from += callsAtOnce) {
    const some = own.slice(from, from + callsAtOnce);
    const answers = await Promise.all(
      some.map(async (entry) => judge(entry, await service.client.getEnrollment(entry.registrationId, { signal }))),
    );
    tally.asked += some.length;
    found.push(...answers.flat());
  }
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

type Told = Pick<ManifestDifference, "kind" | "against"> &
  Partial<Pick<ManifestDifference, "field" | "file" | "theirs">>;

const differenceOf = (
  { serialNumber, registrationId }: Pick<ManifestEntry, "serialNumber" | "registrationId">,
  { kind, against, field = null, file = null, theirs = null }: Told,
): ManifestDifference => ({ type: "difference", kind, against, serialNumber, registrationId, field, file, theirs });

async function* batches(entries: AsyncIterable<ManifestEntry>): AsyncGenerator<readonly ManifestEntry[], void> {
  let batch: ManifestEntry[] = [];
  for await (const entry of entries) {
    batch.push(entry);
    if (batch.length < entriesAtOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Which units the file has told, by their numbers: a bit each. */
class SeenUnits {
  #bits = new Uint8Array(1024);
  readonly #lots = new Set<string>();

  get lots(): ReadonlySet<string> {
    return this.#lots;
  }

  addLot(lot: string): void {
    this.#lots.add(lot);
    if (this.#lots.size > mostLots) throw manifestErrors.malformed(`entries of more than ${mostLots} lots`);
  }

  has(id: number): boolean {
    return (((this.#bits[id >> 3] ?? 0) >> (id & 7)) & 1) === 1;
  }

  add(id: number): void {
    const at = id >> 3;
    if (at >= this.#bits.length) {
      const larger = new Uint8Array(Math.max(at + 1, this.#bits.length * 2));
      larger.set(this.#bits);
      this.#bits = larger;
    }
    this.#bits[at] = (this.#bits[at] ?? 0) | (1 << (id & 7));
  }
}

class Tally {
  entries = 0;
  asked = 0;
  readonly #counts: Record<ManifestDifferenceKind, number> = {
    missing: 0,
    extra: 0,
    different: 0,
    attestation: 0,
    disabled: 0,
    repeated: 0,
    since: 0,
    registered: 0,
  };

  *counted(differences: readonly ManifestDifference[]): Generator<ManifestDifference, void> {
    for (const difference of differences) {
      this.#counts[difference.kind] += 1;
      yield difference;
    }
  }

  summary(): ManifestDiffSummary {
    const { entries, asked } = this;
    const counts = { ...this.#counts };
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const same = total === news.reduce((sum, kind) => sum + counts[kind], 0);
    return { type: "summary", same, entries, asked, counts };
  }
}
