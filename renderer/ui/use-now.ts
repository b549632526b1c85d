import { useEffect, useState } from "react";

/** One ticking clock for all that look at it; stands still while nobody does. */
class Ticker {
  readonly #everyMs: number;
  readonly #listeners = new Set<(now: number) => void>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** Tells the time at once, and then with all others. */
  subscribe(listener: (now: number) => void): () => void {
    this.#listeners.add(listener);
    listener(Date.now());
    this.#timer ??= setInterval(() => this.#tick(), this.#everyMs);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  #tick(): void {
    const now = Date.now();
    for (const listener of this.#listeners) listener(now);
  }
}

const tickers = { 100: new Ticker(100), 1000: new Ticker(1000), 60_000: new Ticker(60_000) };

/**
 * The time in ms since the epoch: as of the first picture, then renewed every `everyMs` while `running`. What is
 * dated must be judged by a time that is not before it: a certificate of this second is not one of the future.
 */
export function useNow(everyMs: keyof typeof tickers, running = true): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!running) return undefined;
    return tickers[everyMs].subscribe(setNow);
  }, [everyMs, running]);
  return now;
}
