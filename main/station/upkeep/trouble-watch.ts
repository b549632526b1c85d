import type { Problem, Trouble } from "../../api/contract/index.ts";
import { problemOf } from "../../api/report-problem.ts";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { TroubleCheck } from "./find-troubles.ts";

export interface TroubleWatchOptions {
  readonly checks: readonly TroubleCheck[];
  /** Of the units that fail by it: what stops the line now. */
  readonly first: () => Problem | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly onChange: (troubles: readonly Trouble[]) => void;
  /** Default a minute. */
  readonly everyMs?: number | undefined;
}

/** Looks now and then for what is or will be wrong with the whole station, and tells when that changes. */
export class TroubleWatch {
  readonly #options: TroubleWatchOptions;
  readonly #since = new Map<string, string>();
  #found: readonly Problem[] = [];
  #told = "[]";
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(options: TroubleWatchOptions) {
    this.#options = options;
  }

  /** What stops the line first. */
  get troubles(): readonly Trouble[] {
    const first = this.#options.first();
    const all = [...(first === null ? [] : [{ ...first, stops: true }]), ...this.#found.map(asWarning)];
    return all.map((trouble) => ({ ...trouble, since: this.#sinceOf(trouble.code) }));
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.look(), this.#options.everyMs ?? 60_000).unref();
    void this.look();
  }

  /** Looks now; one at a time. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look());
    return this.#looking;
  }

  /** Tells the screens if it is not what they were told. */
  tell(): void {
    const { troubles } = this;
    for (const code of this.#since.keys()) if (!troubles.some((one) => one.code === code)) this.#since.delete(code);
    const said = JSON.stringify(troubles);
    if (said === this.#told) return;
    this.#told = said;
    this.#options.onChange(troubles);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    const found: Problem[] = [];
    for (const check of this.#options.checks) {
      try {
        found.push(...(await check()).map(problemOf));
      } catch (error) {
        // What cannot be looked at is no trouble of the line's.
        this.#options.log.warn({ error }, "the state of the station cannot be looked at");
      }
    }
    this.#found = found;
    this.tell();
  }

  #sinceOf(code: string): string {
    const known = this.#since.get(code) ?? this.#options.clock.now().toISOString();
    this.#since.set(code, known);
    return known;
  }
}

const asWarning = (problem: Problem) => ({ ...problem, stops: false });
