import { DpsError } from "../dps-error.ts";

/** What the pace needs of the world; tests hand in a fake one. */
export interface PaceWorld {
  monotonicMs(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The turns of all who share an allowance, in other processes too. */
export interface SharedTurns {
  /** Milliseconds from now until the turn after the last one anybody has taken is due by the even spacing; 0 or less: nobody waits. */
  bookedMs(): number;
  book(ms: number): void;
  close(): void;
}

export interface PaceOptions {
  /** Left out: as fast as the callers. */
  readonly operationsPerMinute?: number | undefined;
  /** Left out: nobody else calls under this allowance. */
  readonly shared?: SharedTurns | undefined;
  /** A pause longer than this fails the call with `dps.throttled` at once, so that nobody waits unseen. */
  readonly longestWaitMs: number;
}

/** What is left for even spacing: without the second's worth that goes at once, and a hundredth for calls that arrive closer together than they left. */
const evenShare = 1 - 1 / 60 - 1 / 100;

/** Further ahead no turn is taken, so what says so is wrong: written before a clock was set, or damaged. */
const longestAheadMs = 120_000;

/**
 * One pace for all calls to a service, in the order they come: evenly spaced once a second's worth has been let through at once, so
 * that no minute sees more than the allowance; and a pause that one call was asked to make holds them all. Shared with other
 * processes it is one pace for all of theirs.
 */
export class Pace {
  readonly #world: PaceWorld;
  readonly #longestWaitMs: number;
  readonly #shared: SharedTurns | undefined;
  readonly #spacingMs: number;
  /** How far ahead of the even spacing calls may run. */
  readonly #leadMs: number;
  /** When the next call would be due by the even spacing alone. */
  #dueMs = Number.NEGATIVE_INFINITY;
  #pausedUntilMs = Number.NEGATIVE_INFINITY;

  constructor({ operationsPerMinute, longestWaitMs, shared }: PaceOptions, world: PaceWorld) {
    this.#world = world;
    this.#longestWaitMs = longestWaitMs;
    this.#shared = operationsPerMinute === undefined ? undefined : shared;
    this.#spacingMs = operationsPerMinute === undefined ? 0 : 60_000 / (operationsPerMinute * evenShare);
    this.#leadMs = Math.max(0, 1_000 - this.#spacingMs);
  }

  /** Waits for this call's turn and for the end of any pause. Rejects with `station.cancelled`, or `dps.throttled` in a long pause. */
  async turn(signal?: AbortSignal): Promise<void> {
    this.#refuseLongPause();
    const now = this.#world.monotonicMs();
    const due = Math.max(this.#dueMs, now + this.#aheadMs(), now);
    this.#dueMs = due + this.#spacingMs;
    this.#book(now);
    await this.#until(due - this.#leadMs, signal);
    // Whoever waited may find that another call was asked to pause meanwhile, and again after that.
    while (this.#pausedUntilMs > this.#world.monotonicMs()) {
      this.#refuseLongPause();
      await this.#until(this.#pausedUntilMs, signal);
    }
  }

  /** The service asked to be left alone: all calls wait, those that wait for their turn already too. */
  pause(ms: number): void {
    const now = this.#world.monotonicMs();
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, now + ms);
    this.#book(now);
  }

  /** For others too nothing is due before a pause is over. */
  #book(now: number): void {
    this.#shared?.book(Math.max(this.#dueMs, this.#pausedUntilMs + this.#leadMs) - now);
  }

  #aheadMs(): number {
    const ms = this.#shared?.bookedMs() ?? 0;
    return ms <= longestAheadMs ? ms : 0;
  }

  async #until(atMs: number, signal: AbortSignal | undefined): Promise<void> {
    const wait = atMs - this.#world.monotonicMs();
    if (wait > 0) await this.#world.sleep(wait, signal);
  }

  #refuseLongPause(): void {
    const leftMs = this.#pausedUntilMs - this.#world.monotonicMs();
    if (leftMs <= this.#longestWaitMs) return;
    const detail = `the service asked for a pause, ${Math.ceil(leftMs / 1000)} s are left of it`;
    throw new DpsError("throttled", detail, { retryAfterMs: leftMs, mayHaveActed: false });
  }
}
