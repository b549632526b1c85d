import type { Clock } from "../base/clock.ts";
import type { StationError } from "../base/errors/station-error.ts";
import { DpsError } from "../dps/dps-error.ts";

export interface ServiceFailure {
  readonly at: string;
  readonly code: string;
  readonly sentence: string;
  readonly message: string;
  readonly trackingId: string | null;
  readonly registrationId: string | null;
}

interface Tally {
  /** Calls and entries by second, for the last minute. */
  readonly calls: Map<number, number>;
  readonly sent: Map<number, number>;
  failures: readonly ServiceFailure[];
}

const windowSeconds = 60;
const mostFailures = 20;

/** How much goes to each service, and what went wrong lately: for people to look at, forgotten at a restart. */
export class ServiceTally {
  readonly #clock: Clock;
  readonly #tallies = new Map<string, Tally>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  called(service: string): void {
    this.#count(this.#of(service).calls);
  }

  /** An entry the service has taken. */
  sent(service: string): void {
    this.#count(this.#of(service).sent);
  }

  failed(service: string, error: StationError, registrationId: string | null): void {
    const tally = this.#of(service);
    const failure = {
      at: this.#clock.now().toISOString(),
      code: error.code,
      sentence: error.sentence,
      message: error.detail,
      trackingId: error instanceof DpsError ? (error.trackingId ?? null) : null,
      registrationId,
    };
    tally.failures = [failure, ...tally.failures].slice(0, mostFailures);
  }

  read(service: string) {
    const { calls, sent, failures } = this.#of(service);
    return { callsPerMinute: this.#sum(calls), sentPerMinute: this.#sum(sent), lastErrors: failures };
  }

  #of(service: string): Tally {
    const known = this.#tallies.get(service) ?? { calls: new Map(), sent: new Map(), failures: [] };
    this.#tallies.set(service, known);
    return known;
  }

  #count(seconds: Map<number, number>): void {
    const now = this.#second();
    for (const second of seconds.keys()) if (second <= now - windowSeconds) seconds.delete(second);
    seconds.set(now, (seconds.get(now) ?? 0) + 1);
  }

  #sum(seconds: ReadonlyMap<number, number>): number {
    const since = this.#second() - windowSeconds;
    return [...seconds].reduce((sum, [second, count]) => (second > since ? sum + count : sum), 0);
  }

  #second(): number {
    return Math.floor(this.#clock.monotonicMs() / 1000);
  }
}
