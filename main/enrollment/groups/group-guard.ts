import { createHash } from "node:crypto";
import { untilAborted } from "../../base/async/until-aborted.ts";
import { within } from "../../base/async/within.ts";
import { type Clock, systemClock } from "../../base/clock.ts";
import { asStationError } from "../../base/errors/base-errors.ts";
import { type Log, silentLog } from "../../base/log.ts";
import { DpsError } from "../../dps/dps-error.ts";
import type { DpsReason } from "../../dps/dps-errors.ts";
import { enrollmentErrors } from "../enrollment-errors.ts";
import type { ExpectedGroup } from "./compare-group.ts";
import { examineGroup, type GroupExamined, type GroupReader } from "./examine-group.ts";
import type { GroupCheck, GroupMemory } from "./group-memory.ts";

export interface GroupGuardOptions {
  readonly serviceFor: (name: string) => GroupReader | undefined;
  readonly memory?: GroupMemory | undefined;
  /** How long a good check is believed. */
  readonly shiftMs?: number | undefined;
  /** The longest one check may take, the client's own retries included. */
  readonly attemptMs?: number | undefined;
  readonly clock?: Clock | undefined;
  readonly log?: Log | undefined;
}

type Asked = Omit<GroupCheck, "checkedAt">;

/** What the network or the service gets over by itself. */
const passing: ReadonlySet<DpsReason> = new Set(["unreachable", "timeout", "throttled", "server", "malformed"]);

const usualShiftMs = 8 * 60 * 60 * 1000;
const usualAttemptMs = 30_000;

/**
 * Looks once a shift whether an enrollment group will take the devices that are about to be built for it. Slots that ask at the
 * same time share one call. Only good checks are remembered, so a group that was mended is seen at once.
 */
export class GroupGuard {
  readonly #options: GroupGuardOptions;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #shiftMs: number;
  readonly #running = new Map<string, Promise<void>>();
  #checks: Promise<Map<string, GroupCheck>> | undefined;

  constructor(options: GroupGuardOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#log = options.log ?? silentLog;
    this.#shiftMs = options.shiftMs ?? usualShiftMs;
  }

  /**
   * Settles if the group was found right within the shift. Throws `enrollment.no-service`, `enrollment.group-missing`,
   * `enrollment.group-disabled`, `enrollment.group-changed`, `enrollment.group-not-checked` when the service does not say (the
   * cause says why), `dps.*` when it refuses the station, `station.cancelled` at an abort.
   */
  async check(service: string, groupId: string, expected: ExpectedGroup, signal: AbortSignal): Promise<void> {
    const asked = { service, groupId, expectation: digestOf(expected) };
    if (await untilAborted(this.#isFresh(asked), signal)) return;
    const key = keyOf(asked);
    let running = this.#running.get(key);
    if (running === undefined) {
      running = this.#ask(asked, expected).finally(() => this.#running.delete(key));
      // Everybody who asked may have gone meanwhile.
      running.catch(() => undefined);
      this.#running.set(key, running);
    }
    await untilAborted(running, signal);
  }

  async #ask(asked: Asked, expected: ExpectedGroup): Promise<void> {
    const { service, groupId } = asked;
    const { found, disabled, differences } = await this.#examine(asked, expected);
    const name = `group "${groupId}" at "${service}"`;
    if (found === undefined) throw enrollmentErrors.groupMissing(`${name} does not exist`);
    if (disabled) throw enrollmentErrors.groupDisabled(`${name} is disabled`);
    if (differences.length > 0) throw enrollmentErrors.groupChanged(`${name}: ${differences.join("; ")}`);
    await this.#remember({ ...asked, checkedAt: this.#clock.now().toISOString() });
    this.#log.info({ service, groupId }, "enrollment group checked");
  }

  async #examine({ service: name, groupId }: Asked, expected: ExpectedGroup): Promise<GroupExamined> {
    const service = this.#options.serviceFor(name);
    if (service === undefined) throw enrollmentErrors.noService(`no provisioning service "${name}" is set up`);
    const ms = this.#options.attemptMs ?? usualAttemptMs;
    const onTimeout = () => enrollmentErrors.timedOut(`no end of the call to "${name}" within ${ms} ms`);
    try {
      return await within({ ms, onTimeout }, (signal) =>
        untilAborted(examineGroup(service, { id: groupId, expected }, signal), signal),
      );
    } catch (error) {
      // A station that is refused, or does not trust the service, has a sentence of its own.
      if (error instanceof DpsError && !passing.has(error.reason)) throw error;
      const { code, detail } = asStationError(error);
      throw enrollmentErrors.groupNotChecked(`group "${groupId}" at "${name}": ${code}: ${detail}`, error);
    }
  }

  async #isFresh(asked: Asked): Promise<boolean> {
    const check = (await this.#remembered()).get(keyOf(asked));
    if (check === undefined) return false;
    const ageMs = this.#clock.now().getTime() - Date.parse(check.checkedAt);
    // A check in the future was made by a clock that was wrong.
    return ageMs >= 0 && ageMs < this.#shiftMs;
  }

  #remembered(): Promise<Map<string, GroupCheck>> {
    this.#checks ??= this.#load();
    return this.#checks;
  }

  async #load(): Promise<Map<string, GroupCheck>> {
    try {
      const checks = (await this.#options.memory?.read()) ?? [];
      return new Map(checks.map((check) => [keyOf(check), check]));
    } catch (error) {
      this.#log.warn({ error: asStationError(error).detail }, "remembered group checks cannot be read");
      return new Map();
    }
  }

  /** A memory that cannot be written costs one more call after the next start, not the unit. */
  async #remember(check: GroupCheck): Promise<void> {
    const checks = await this.#remembered();
    checks.set(keyOf(check), check);
    const shiftStart = this.#clock.now().getTime() - this.#shiftMs;
    for (const [key, { checkedAt }] of checks) if (Date.parse(checkedAt) < shiftStart) checks.delete(key);
    try {
      await this.#options.memory?.write([...checks.values()]);
    } catch (error) {
      this.#log.warn({ error: asStationError(error).detail }, "group check cannot be remembered");
    }
  }
}

const keyOf = ({ service, groupId, expectation }: Asked): string =>
  [service, groupId.toLowerCase(), expectation].join("\n");

function digestOf(expected: ExpectedGroup): string {
  const hash = createHash("sha256").update(expected.type);
  const hubs = (expected.hubs ?? []).map((hub) => Buffer.from(hub.toLowerCase()));
  for (const part of [...credentialsOf(expected), ...hubs]) hash.update(createHash("sha256").update(part).digest());
  return hash.digest("hex");
}

function credentialsOf(expected: ExpectedGroup): readonly Uint8Array[] {
  if (expected.type === "x509") return expected.issuerCertificates;
  if (expected.type === "ca-reference") return [Buffer.from(expected.name)];
  return [expected.masterKey ?? new Uint8Array()];
}
