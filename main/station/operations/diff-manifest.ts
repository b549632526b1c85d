import { baseErrors } from "../../base/errors/base-errors.ts";
import { type IndividualEnrollment, individualEnrollment } from "../../dps/schema/individual-enrollment.ts";
import { differencesOf, isAttestation } from "../../enrollment/compare-enrollment.ts";
import { individualEnrollment as enrollmentOf } from "../../manifest/formats/individual-enrollment.ts";
import type { ManifestEntry } from "../../manifest/manifest-entry.ts";
import { manifestErrors } from "../../manifest/manifest-errors.ts";
import { readWritten } from "../../manifest/read-manifest.ts";
import type { WrittenEntry } from "../../manifest/written-entry.ts";
import type { ManifestRecords } from "../../records/manifest-records.ts";
import { setUpErrors } from "../station-errors.ts";
import { EntrySignatures, type KnownSigners, type SignedEntries } from "./known-signers.ts";
import { sourceOf } from "./verify-manifest-file.ts";

/**
 * missing: the file has it, the other side has not · extra: the reverse · different: a member is another (`attestation` at the service:
 * what the device proves itself with) · signature: the entry was not signed by the key it names · disabled: at the service only · repeated: the file has it twice · since: sent or registered
 * after the file was written · registered: at the service, which makes no difference.
 */
export type ManifestDifferenceKind =
  | "missing"
  | "extra"
  | "different"
  | "attestation"
  | "signature"
  | "disabled"
  | "repeated"
  | "since"
  | "registered";

export interface ManifestDifference {
  readonly type: "difference";
  readonly kind: ManifestDifferenceKind;
  readonly against: "records" | "service";
  /** Or what the file names it by, where no unit on record is called so. */
  readonly serialNumber: string;
  /** Null where the file does not say and no record does. */
  readonly registrationId: string | null;
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
  /** Of a file whose entries are signed one by one. */
  readonly signed: SignedEntries | null;
}

export interface ManifestDiffOrder {
  readonly file: string;
  readonly records: Pick<ManifestRecords, "numbered" | "named">;
  /** Left out: whoever signed entries is unknown. */
  readonly signers?: KnownSigners | undefined;
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
  const signatures = new EntrySignatures(order.signers ?? { own: [], trusted: [] });
  for await (const entries of batches(readWritten(source))) {
    if (signal?.aborted === true) throw baseErrors.cancelled("the comparison was stopped", signal.reason);
    tally.entries += entries.length;
    yield* tally.counted(notSigned(entries, signatures));
    yield* tally.counted(await againstRecords(order.records, entries, seen));
    yield* tally.counted(await againstService(order, entries, tally));
  }
  for (const lot of seen.lots) {
    for await (const { id, record } of order.records.numbered(lot)) {
      if (!seen.has(id)) yield* tally.counted([differenceOf(record, { kind: "extra", against: "records" })]);
    }
  }
  yield { ...tally.summary(), signed: signatures.found };
}

function notSigned(entries: readonly WrittenEntry[], signatures: EntrySignatures): readonly ManifestDifference[] {
  return entries
    .filter(({ signature }) => signature !== null && signatures.add(signature) === "bad")
    .map((entry) => differenceOf(named(entry), { kind: "signature", against: "records" }));
}

async function againstRecords(
  records: ManifestDiffOrder["records"],
  entries: readonly WrittenEntry[],
  seen: SeenUnits,
): Promise<readonly ManifestDifference[]> {
  // One file calls all by the same.
  const by = entries[0]?.by ?? "serialNumber";
  const found = await records.named(
    by,
    entries.map(({ name }) => name),
  );
  const byName = new Map(found.map((each) => [keyOf(each.record, by), each]));
  return entries.flatMap((entry) => {
    if (entry.lot !== null) seen.addLot(entry.lot);
    const known = byName.get(keyOf({ [by]: entry.name }, by));
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

/** Units of groups have no entry, those of another service are not this one's. */
async function againstService(
  { service, signal }: ManifestDiffOrder,
  entries: readonly WrittenEntry[],
  tally: Tally,
): Promise<readonly ManifestDifference[]> {
  if (service === undefined) return [];
  const own = entries
    .map(({ whole }) => whole ?? refuse())
    .filter((entry) => entry.service === service.name && entry.enrollment !== "group");
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

function refuse(): never {
  throw setUpErrors.usage("this kind of file does not say which service an entry is for; compare it without --service");
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
  { serialNumber, registrationId }: Pick<ManifestDifference, "serialNumber" | "registrationId">,
  { kind, against, field = null, file = null, theirs = null }: Told,
): ManifestDifference => ({ type: "difference", kind, against, serialNumber, registrationId, field, file, theirs });

async function* batches(entries: AsyncIterable<WrittenEntry>): AsyncGenerator<readonly WrittenEntry[], void> {
  let batch: WrittenEntry[] = [];
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
    signature: 0,
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

  summary(): Omit<ManifestDiffSummary, "signed"> {
    const { entries, asked } = this;
    const counts = { ...this.#counts };
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const same = total === news.reduce((sum, kind) => sum + counts[kind], 0);
    return { type: "summary", same, entries, asked, counts };
  }
}
