import { useCallback, useSyncExternalStore } from "react";

/** One ticking clock for all that look at it; stands still while nobody does. */
class Ticker {
  now = Date.now();
  readonly #everyMs: number;
  readonly #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.now = Date.now();
    this.#timer ??= setInterval(() => this.#tick(), this.#everyMs);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  #tick(): void {
    this.now = Date.now();
    for (const listener of this.#listeners) listener();
  }
}

const tickers = { 100: new Ticker(100), 1000: new Ticker(1000) };

/** The time in ms since the epoch, renewed every `everyMs` while `running`. */
export function useNow(everyMs: keyof typeof tickers, running = true): number {
  const ticker = tickers[everyMs];
  const subscribe = useCallback(
    (listener: () => void) => (running ? ticker.subscribe(listener) : () => undefined),
    [ticker, running],
  );
  return useSyncExternalStore(subscribe, () => ticker.now);
}
