import { z } from "zod";

/** Left out: no limit. The real service's figures are 1000, 1000, 5, 1,000,000 and 100 (published limits). */
export const practiceLimits = z.strictObject({
  servicePerMinute: z.int().min(1).optional(),
  registrationsPerMinute: z.int().min(1).optional(),
  /** Of each device. */
  pollsPerTenSeconds: z.int().min(1).optional(),
  enrollments: z.int().min(0).optional(),
  enrollmentGroups: z.int().min(0).optional(),
});

export type PracticeLimits = z.infer<typeof practiceLimits>;

/** What counts an operation: its API, and of the device's its method (PUT registers, GET polls). */
export interface LimitedOperation {
  readonly api: "service" | "device";
  readonly method: string;
}

const minuteMs = 60_000;
const pollWindowMs = 10_000;
const mostPollers = 10_000;

/** Counts operations in sliding windows. How the real service counts is UNCONFIRMED. */
export class Limits {
  #settings: PracticeLimits;
  readonly #now: () => number;
  readonly #service: number[] = [];
  readonly #registrations: number[] = [];
  readonly #polls = new Map<string, number[]>();

  constructor(settings: PracticeLimits = {}, now: () => number = () => performance.now()) {
    this.#settings = settings;
    this.#now = now;
  }

  get settings(): PracticeLimits {
    return this.#settings;
  }

  use(settings: PracticeLimits): void {
    this.#settings = settings;
  }

  /** `undefined` if the operation may go on, and then it is counted; else for how many seconds to wait. */
  take(route: LimitedOperation, registrationId: string): number | undefined {
    const { servicePerMinute, registrationsPerMinute, pollsPerTenSeconds } = this.#settings;
    if (route.api === "service") return this.#count(this.#service, servicePerMinute, minuteMs);
    if (route.method === "PUT") return this.#count(this.#registrations, registrationsPerMinute, minuteMs);
    if (route.method === "GET") {
      return this.#count(this.#pollsOf(registrationId.toLowerCase()), pollsPerTenSeconds, pollWindowMs);
    }
    return undefined;
  }

  #pollsOf(registrationId: string): number[] {
    if (this.#polls.size > mostPollers) this.#polls.clear();
    const polls = this.#polls.get(registrationId) ?? [];
    this.#polls.set(registrationId, polls);
    return polls;
  }

  #count(times: number[], most: number | undefined, windowMs: number): number | undefined {
    if (most === undefined) return undefined;
    const now = this.#now();
    while (times.length > 0 && (times[0] ?? 0) <= now - windowMs) times.shift();
    if (times.length >= most) return Math.max(1, Math.ceil(((times[0] ?? now) + windowMs - now) / 1000));
    times.push(now);
    return undefined;
  }
}
