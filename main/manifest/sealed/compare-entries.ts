import { equalBytes } from "../../base/bytes/bytes.ts";
import { type Finding, finding } from "./finding.ts";
import { digestBytes } from "./merkle-tree.ts";

interface Stranger {
  readonly line: number;
  readonly serialNumber: string | null;
  /** The entry that was expected there. */
  readonly expected: number;
}

/** Beyond this a file is another file; looking each entry up would take for ever. */
const mostLookups = 200;

/** Compares entry lines as they come with the digests the index lists, and names what differs. */
export class EntryComparison {
  readonly #leaves: Uint8Array;
  readonly #seen: Uint8Array;
  readonly #strangers: Stranger[] = [];
  readonly #found: Finding[] = [];
  #next = 0;
  #lookups = 0;

  constructor(leaves: Uint8Array) {
    this.#leaves = leaves;
    this.#seen = new Uint8Array(leaves.length / digestBytes);
  }

  /** `serialNumber` is asked for only where an entry is not the expected one. */
  add(line: number, leaf: Uint8Array, serialNumber: () => string | null): void {
    if (this.#next < this.#seen.length && equalBytes(this.#at(this.#next), leaf)) {
      this.#take(this.#next);
      return;
    }
    this.#lookups += 1;
    if (this.#lookups > mostLookups) return;
    const place = this.#find(leaf);
    const name = serialNumber();
    if (place === undefined) this.#strangers.push({ line, serialNumber: name, expected: this.#next });
    else if (this.#seen[place] === 1)
      this.#found.push(
        finding("extra", "the same entry stands here again", { line, serialNumber: name, number: place + 1 }),
      );
    else {
      if (place < this.#next)
        this.#found.push(finding("moved", "out of its order", { line, serialNumber: name, number: place + 1 }));
      this.#take(place);
    }
  }

  /** All differences. `nameOf` reads a serial number from the index. */
  async finish(
    nameOf: (numbers: ReadonlySet<number>) => Promise<ReadonlyMap<number, string>>,
  ): Promise<readonly Finding[]> {
    if (this.#lookups > mostLookups) {
      return [...this.#found, finding("line", `more than ${mostLookups} entries differ: this is another file`)];
    }
    const missing = [...this.#missing()];
    const names = await nameOf(new Set(missing));
    const changed = new Map<number, Stranger>();
    const extra: Finding[] = [];
    for (const stranger of this.#strangers) {
      let place = stranger.expected;
      while (changed.has(place)) place += 1;
      const { line, serialNumber } = stranger;
      if (missing.includes(place)) changed.set(place, stranger);
      else extra.push(finding("extra", "not one of the sealed entries", { line, serialNumber }));
    }
    const gone = missing.map((place) => {
      const where = { number: place + 1, serialNumber: names.get(place) ?? null };
      const stranger = changed.get(place);
      return stranger === undefined
        ? finding("missing", "sealed, but not in the file", where)
        : finding("changed", "not as it was sealed", { ...where, line: stranger.line });
    });
    return [...this.#found, ...extra, ...gone];
  }

  *#missing(): Generator<number, void> {
    let left = mostLookups;
    for (const [place, seen] of this.#seen.entries()) {
      if (seen === 1) continue;
      yield place;
      left -= 1;
      if (left === 0) return;
    }
  }

  #take(place: number): void {
    this.#seen[place] = 1;
    this.#next = Math.max(this.#next, place + 1);
  }

  #at(place: number): Uint8Array {
    return this.#leaves.subarray(place * digestBytes, (place + 1) * digestBytes);
  }

  #find(leaf: Uint8Array): number | undefined {
    const leaves = Buffer.from(this.#leaves.buffer, this.#leaves.byteOffset, this.#leaves.length);
    for (let at = leaves.indexOf(leaf); at !== -1; at = leaves.indexOf(leaf, at + 1)) {
      if (at % digestBytes === 0) return at / digestBytes;
    }
    return undefined;
  }
}
