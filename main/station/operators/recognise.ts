import type { SignIn } from "../../api/contract/index.ts";
import { peopleErrors } from "../../api/people-errors.ts";
import { Mutex } from "../../base/async/mutex.ts";
import type { Clock } from "../../base/clock.ts";
import type { OperatorRecords, RecordedOperator } from "../../records/operators.ts";
import type { BadgeDigests } from "./badge-digest.ts";
import { lockOutMs } from "./lock-out.ts";
import { isPin } from "./pin-hash.ts";

export interface RecogniseOptions {
  readonly operators: OperatorRecords;
  readonly badges: BadgeDigests;
  readonly clock: Clock;
}

/** Unknown badges are counted for the whole station: labels are scanned by mistake, so more of them are forgiven. */
const forgivenBadges = 15;

/** Tells who somebody is. One try at a time, so that many at once are not many tries for one. */
export class Recognise {
  readonly #options: RecogniseOptions;
  readonly #oneAtATime = new Mutex();
  #badgeMisses = 0;
  #badgesFrom = 0;

  constructor(options: RecogniseOptions) {
    this.#options = options;
  }

  /** Throws `people.wrong-sign-in`, `people.locked-out`. */
  person(who: SignIn): Promise<RecordedOperator> {
    return this.#oneAtATime.run(() => ("badge" in who ? this.#byBadge(who.badge) : this.#byPin(who.name, who.pin)));
  }

  /** Undefined for what is nobody's badge; nothing is counted. */
  async badge(code: string): Promise<RecordedOperator | undefined> {
    const found = await this.#options.operators.byBadge(await this.#options.badges.digest(code));
    return found?.active === 1 ? found : undefined;
  }

  async #byBadge(code: string): Promise<RecordedOperator> {
    const now = this.#options.clock.monotonicMs();
    if (now < this.#badgesFrom) throw peopleErrors.lockedOut(wait(this.#badgesFrom - now));
    const found = await this.badge(code);
    if (found !== undefined) {
      this.#badgeMisses = 0;
      return found;
    }
    this.#badgeMisses += 1;
    this.#badgesFrom = now + lockOutMs(this.#badgeMisses - forgivenBadges);
    throw peopleErrors.wrongSignIn("nobody has this badge");
  }

  async #byPin(name: string, pin: string): Promise<RecordedOperator> {
    const { operators, clock } = this.#options;
    const found = await operators.byName(name);
    const now = clock.now().getTime();
    const until = Date.parse(found?.lockedUntil ?? "");
    if (until > now) throw peopleErrors.lockedOut(wait(until - now));
    const right = await isPin(pin, found?.active === 1 ? found.pinHash : null);
    if (found === undefined) throw peopleErrors.wrongSignIn("no such name, or another PIN");
    if (right) {
      if (found.misses > 0) await operators.recognised(found.name);
      return found;
    }
    const misses = found.misses + 1;
    const ms = lockOutMs(misses);
    await operators.missed(found.name, { misses, lockedUntil: ms === 0 ? null : new Date(now + ms).toISOString() });
    throw peopleErrors.wrongSignIn("no such name, or another PIN");
  }
}

const wait = (ms: number): string => `not before ${Math.ceil(ms / 1000)} s from now`;
