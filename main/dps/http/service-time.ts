import type { Clock } from "../../base/clock.ts";

/** A Date header has whole seconds and an answer takes its time; less than this is no wrong clock. */
const toleratedMs = 60_000;

/**
 * The farthest the station's clock is corrected. A token made for the service's own time opens nothing but that service and is
 * shown to nobody else, so following the service's clock is safe; the limit keeps an answer with a senseless date from having a
 * token made that is good for years.
 */
const longestCorrectionMs = 24 * 60 * 60 * 1000;

/** The service's time, learned from the Date of its answers (RFC 9110 §6.6.1). */
export class ServiceTime {
  readonly #clock: Clock;
  #skewMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Learns from an answer; true if what is to be thought of the station's clock changed by it. */
  learn(date: string | undefined): boolean {
    const skewMs = this.#clock.now().getTime() - Date.parse(date ?? "");
    if (Number.isNaN(skewMs)) return false;
    const known = this.#skewMs;
    this.#skewMs = Math.abs(skewMs) < toleratedMs ? 0 : skewMs;
    return Math.abs(this.#skewMs - known) >= toleratedMs;
  }

  /** What is taken off the station's clock: 0 if it is right, or too far off to be corrected. */
  get correctionMs(): number {
    return this.isFarOff ? 0 : this.#skewMs;
  }

  /** The station's time, corrected. */
  now(): Date {
    return new Date(this.#clock.now().getTime() - this.correctionMs);
  }

  /** The station's clock is ahead by this much (negative: behind); 0 if it is right as far as can be seen. */
  get skewMs(): number {
    return this.#skewMs;
  }

  /** True if the clocks differ so much that nothing is corrected. */
  get isFarOff(): boolean {
    return Math.abs(this.#skewMs) > longestCorrectionMs;
  }
}
