import type { SignedEntries } from "./known-signers.ts";

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

export type ComparedSide = "records" | "service";

export interface ManifestDifference {
  readonly type: "difference";
  readonly kind: ManifestDifferenceKind;
  readonly against: ComparedSide;
  /** Or what the file names it by, where no unit on record is called so. */
  readonly serialNumber: string;
  /** Null where the file does not say and no record does. */
  readonly registrationId: string | null;
  readonly field: string | null;
  readonly file: string | null;
  readonly theirs: string | null;
}

/** How far a comparison is that asks a service. */
export interface ManifestDiffProgress {
  readonly type: "progress";
  /** Of the file, compared with the records. */
  readonly entries: number;
  /** Asked about at the service, and how many will be in all. */
  readonly asked: number;
  readonly toAsk: number;
}

export interface ManifestDiffSummary {
  readonly type: "summary";
  readonly same: boolean;
  /** The same of each side alone; of a service that was not asked nothing differs. */
  readonly sameAs: Readonly<Record<ComparedSide, boolean>>;
  /** In the file. */
  readonly entries: number;
  /** Asked about at the service. */
  readonly asked: number;
  /** Of both sides together. */
  readonly counts: Readonly<Record<ManifestDifferenceKind, number>>;
  /** Of a file whose entries are signed one by one. */
  readonly signed: SignedEntries | null;
}

type Told = Pick<ManifestDifference, "kind" | "against"> &
  Partial<Pick<ManifestDifference, "field" | "file" | "theirs">>;

export const differenceOf = (
  { serialNumber, registrationId }: Pick<ManifestDifference, "serialNumber" | "registrationId">,
  { kind, against, field = null, file = null, theirs = null }: Told,
): ManifestDifference => ({ type: "difference", kind, against, serialNumber, registrationId, field, file, theirs });
