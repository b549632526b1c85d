import type { Clock } from "../base/clock.ts";
import { backOffMs, type EnrollmentTiming } from "./enrollment-timing.ts";
import type { ServiceTrouble } from "./judge-failure.ts";

interface Pause {
  readonly trouble: ServiceTrouble;
  readonly code: string;
  readonly failures: number;
  /** When this trouble began. */
  readonly since: Date;
  /** On the monotonic clock. */
  readonly untilMs: number;
}

export interface ServiceInTrouble {
  readonly trouble: ServiceTrouble;
  readonly code: string;
  readonly since: Date;
  readonly until: Date;
}

export interface PauseOptions {
  readonly clock: Clock;
  readonly timing: EnrollmentTiming;
  readonly random: () => number;
}

/** Which services are left alone, and until when. A pause ends by time; the trouble is over only when a call succeeds. */
export class ServicePauses {
  readonly #pauses = new Map<string, Pause>();
  readonly #options: PauseOptions;

  constructor(options: PauseOptions) {
    this.#options = options;
  }

  /** Says when the service may be called again. Calls that were under way together count as one failure. */
  failed(
    service: string,
    failure: { readonly trouble: ServiceTrouble; readonly code: string; readonly retryAfterMs: number | undefined },
  ): Date {
    const { clock, timing, random } = this.#options;
    const now = clock.monotonicMs();
    const known = this.#pauses.get(service);
    const together = known !== undefined && known.untilMs > now;
    const failures = known === undefined ? 0 : known.failures + (together ? 0 : 1);
    const limits = { first: timing.firstPauseMs, longest: timing.longestPauseMs };
    const pauseMs = Math.max(backOffMs(failures, limits, random), failure.retryAfterMs ?? 0);
    const untilMs = Math.max(together ? known.untilMs : 0, now + pauseMs);
    const since = known?.trouble === failure.trouble ? known.since : clock.now();
    this.#pauses.set(service, { trouble: failure.trouble, code: failure.code, failures, since, untilMs });
    return new Date(clock.now().getTime() + Math.ceil(untilMs - now));
  }

  succeeded(service: string): void {
    this.#pauses.delete(service);
  }

  /** Ends every pause at once, because somebody asked to try now. The troubles stay until a call succeeds. */
  end(): void {
    for (const [service, pause] of this.#pauses) this.#pauses.set(service, { ...pause, untilMs: 0 });
  }

  paused(): readonly string[] {
    const now = this.#options.clock.monotonicMs();
    return [...this.#pauses].filter(([, { untilMs }]) => untilMs > now).map(([service]) => service);
  }

  /** Also when its pause is over: until a call succeeds. */
  isInTrouble(service: string): boolean {
    return this.#pauses.has(service);
  }

  /** The trouble of one service, since when it has it, and until when it is left alone; `undefined`: none is known. */
  trouble(service: string): ServiceInTrouble | undefined {
    const pause = this.#pauses.get(service);
    if (pause === undefined) return undefined;
    const { clock } = this.#options;
    const leftMs = Math.max(0, pause.untilMs - clock.monotonicMs());
    const { trouble, code, since } = pause;
    return { trouble, code, since, until: new Date(clock.now().getTime() + Math.ceil(leftMs)) };
  }

  /** The service that has had trouble for longest, if one has. */
  worst(): { readonly service: string; readonly trouble: ServiceTrouble; readonly code: string } | undefined {
    const [first] = this.#pauses;
    return first === undefined ? undefined : { service: first[0], trouble: first[1].trouble, code: first[1].code };
  }
}
