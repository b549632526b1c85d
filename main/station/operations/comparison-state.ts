import { manifestErrors } from "../../manifest/manifest-errors.ts";
import { EntrySignatures, type KnownSigners } from "./known-signers.ts";
import type {
  ComparedSide,
  ManifestDifference,
  ManifestDifferenceKind,
  ManifestDiffSummary,
} from "./manifest-difference.ts";

const mostLots = 1_000;
/** They tell what became of a unit since; the file is no other for it. */
const news: readonly ManifestDifferenceKind[] = ["since", "registered"];

/**
 * What a comparison knows so far: a bit for each unit on record is all that grows. Given to another comparison of the same file, that one
 * goes on behind the last entries that were compared whole.
 */
export class ComparisonState {
  readonly tally = new Tally();
  readonly seen = new SeenUnits();
  readonly signatures: EntrySignatures;
  /** How many entries the service will be asked about; undefined until they are counted. */
  toAsk: number | undefined;
  /** Told of the file; from here on nothing is picked up again. */
  ofFile = false;

  constructor(signers: KnownSigners) {
    this.signatures = new EntrySignatures(signers);
  }

  summary(): ManifestDiffSummary {
    return { ...this.tally.summary(), signed: this.signatures.found };
  }
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
  readonly #differing: Record<ComparedSide, number> = { records: 0, service: 0 };
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
      const { kind, against } = difference;
      this.#counts[kind] += 1;
      if (!news.includes(kind)) this.#differing[against] += 1;
      yield difference;
    }
  }

  summary(): Omit<ManifestDiffSummary, "signed"> {
    const { entries, asked } = this;
    const sameAs = { records: this.#differing.records === 0, service: this.#differing.service === 0 };
    const counts = { ...this.#counts };
    return { type: "summary", same: sameAs.records && sameAs.service, sameAs, entries, asked, counts };
  }
}
