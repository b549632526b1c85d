/** Rows read at once. */
export const rowsPerPage = 100;
const mostKept = 40;
const mostAtOnce = 2;
const ahead = 40;
const restMs = 80;

interface PageQuestion<Row> {
  readonly offset: number;
  readonly limit: number;
  /** The row before the first of the page, where it is known. */
  readonly after: Row | undefined;
}

interface RowPagesOptions<Row> {
  readonly read: (question: PageQuestion<Row>) => Promise<{ readonly rows: readonly Row[]; readonly total: number }>;
  /** A page came. */
  readonly onPage: (total: number) => void;
  /** A page did not; nothing is read any more until `refresh`. */
  readonly onFailure: (error: unknown) => void;
}

/** The pages in sight of a list too long to be read whole, and some of those seen last. What is in sight is asked for first. */
export class RowPages<Row> {
  readonly #options: RowPagesOptions<Row>;
  /** The page used last comes last. */
  readonly #pages = new Map<number, readonly Row[]>();
  readonly #asked = new Set<number>();
  readonly #stale = new Set<number>();
  #sight: readonly number[] = [0];
  #generation = 0;
  #failed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: RowPagesOptions<Row>) {
    this.#options = options;
  }

  at(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / rowsPerPage))?.[index % rowsPerPage];
  }

  /** These rows are in sight, the last included. */
  want(first: number, last: number): void {
    // A page is asked for before it is in sight.
    const from = Math.max(0, Math.floor((first - ahead) / rowsPerPage));
    const to = Math.max(from, Math.floor((last + ahead) / rowsPerPage));
    const isNear = this.#sight.some((page) => page >= from - 1 && page <= to + 1);
    this.#sight = Array.from({ length: to - from + 1 }, (_, at) => from + at);
    clearTimeout(this.#timer);
    // What a scroll bar's thumb flies over is not read.
    if (isNear) this.#ask();
    else this.#timer = setTimeout(() => this.#ask(), restMs);
  }

  /** Another list: nothing of the one before is left. */
  begin(): void {
    this.forget();
    this.#sight = [0];
    this.#ask();
  }

  /** The list changed: rows stay until the new ones are there. */
  refresh(): void {
    this.#failed = false;
    for (const page of this.#pages.keys()) {
      if (this.#sight.includes(page)) this.#stale.add(page);
      else this.#pages.delete(page);
    }
    // An answer that is under way may be from before the change.
    for (const page of this.#asked) this.#stale.add(page);
    this.#ask();
  }

  /** Answers still under way are nobody's. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#generation += 1;
    this.#failed = false;
    this.#pages.clear();
    this.#asked.clear();
    this.#stale.clear();
  }

  #ask(): void {
    if (this.#failed) return;
    const missing = (page: number) => !this.#pages.has(page) || this.#stale.has(page);
    for (const page of this.#sight) {
      if (this.#asked.size >= mostAtOnce) return;
      if (missing(page) && !this.#asked.has(page)) void this.#read(page);
    }
  }

  async #read(page: number): Promise<void> {
    const generation = this.#generation;
    this.#asked.add(page);
    this.#stale.delete(page);
    try {
      const after = this.#pages.get(page - 1)?.at(-1);
      const offset = page * rowsPerPage;
      const { rows, total } = await this.#options.read({ offset, limit: rowsPerPage, after });
      if (generation !== this.#generation) return;
      this.#keep(page, rows);
      this.#options.onPage(total);
    } catch (error) {
      if (generation !== this.#generation) return;
      this.#failed = true;
      this.#options.onFailure(error);
    } finally {
      if (generation === this.#generation) {
        this.#asked.delete(page);
        this.#ask();
      }
    }
  }

  #keep(page: number, rows: readonly Row[]): void {
    this.#pages.delete(page);
    this.#pages.set(page, rows);
    for (const old of this.#pages.keys()) {
      if (this.#pages.size <= mostKept) return;
      if (!this.#sight.includes(old)) this.#pages.delete(old);
    }
  }
}
