/** Entries by id, which is compared without regard to case, in the order of the ids. */
export class Shelf<Entry> {
  readonly #entries = new Map<string, Entry>();
  #inOrder: readonly Entry[] | undefined;

  get size(): number {
    return this.#entries.size;
  }

  get(id: string): Entry | undefined {
    return this.#entries.get(id.toLowerCase());
  }

  put(id: string, entry: Entry): void {
    this.#entries.set(id.toLowerCase(), entry);
    this.#inOrder = undefined;
  }

  delete(id: string): void {
    this.#entries.delete(id.toLowerCase());
    this.#inOrder = undefined;
  }

  /** Sorted once for as long as nothing changes: a query of many pages would sort for every page. */
  all(): readonly Entry[] {
    this.#inOrder ??= [...this.#entries.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
    return this.#inOrder;
  }
}
