import { Deferred } from "./deferred.ts";

interface BundlesOptions<Word> {
  /** What a word is about: a newer one about the same takes its place, at the end. */
  readonly subject: (word: Word) => string;
  /** Settles when the next bundle may come, counted from the last one, or when the signal aborts; never rejects. */
  readonly rest: (signal: AbortSignal) => Promise<void>;
  /** Words in one bundle at most; the rest comes with the next. */
  readonly most: number;
}

/**
 * What one side tells as it happens, for another that is better told seldom: after a pause at once, else together what came since the
 * last bundle, in order, the newest word on each subject. So a slow reader costs no more memory than there are subjects.
 */
export class Bundles<Word> {
  readonly #options: BundlesOptions<Word>;
  readonly #waiting = new Map<string, Word>();
  #wake = new Deferred<void>();

  constructor(options: BundlesOptions<Word>) {
    this.#options = options;
  }

  push(word: Word): void {
    const subject = this.#options.subject(word);
    this.#waiting.delete(subject);
    this.#waiting.set(subject, word);
    this.#wake.resolve();
  }

  /** Whether a word on that subject waits to be told. */
  has(subject: string): boolean {
    return this.#waiting.has(subject);
  }

  /** Ends with the signal. For one reader. */
  async *read(signal: AbortSignal): AsyncGenerator<Word[], void> {
    const stop = (): void => this.#wake.resolve();
    signal.addEventListener("abort", stop);
    try {
      for (;;) {
        if (this.#waiting.size === 0 && !signal.aborted) await this.#wake.promise;
        if (signal.aborted) return;
        this.#wake = new Deferred<void>();
        const rested = this.#options.rest(signal);
        yield this.#take();
        await rested;
      }
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  #take(): Word[] {
    const bundle = [...this.#waiting].slice(0, this.#options.most);
    for (const [subject] of bundle) this.#waiting.delete(subject);
    return bundle.map(([, word]) => word);
  }
}
