import { asStationError } from "../../base/errors/base-errors.ts";
import { isStationError, type StationError } from "../../base/errors/station-error.ts";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { AuditAct } from "../../records/audit/audit-entry.ts";
import type { ShiftPlan } from "../../records/insights/shift-calendar.ts";
import type { StationBackups } from "./station-backups.ts";
import { type BackupRhythm, leastApartMs, timedBackupDueAt } from "./timed-backup-due.ts";

export interface TimedBackupsOptions {
  readonly backups: Pick<StationBackups, "make" | "isMaking" | "lastTimedAt">;
  /** Undefined: none are made by the clock. */
  readonly every: () => BackupRhythm | undefined;
  readonly shifts: () => ShiftPlan;
  readonly audit: { append(act: AuditAct): Promise<void> };
  readonly clock: Clock;
  readonly log: Log;
  /** Another trouble, or none any more; or one was made. */
  readonly onChange: () => void;
  /** Default a minute: a station that has just started has other work. */
  readonly everyMs?: number | undefined;
}

const retryMs = 15 * 60_000;

/** Has a backup made whenever one is due. Two are never nearer than half of what was asked for, whatever the clock does. */
export class TimedBackups {
  readonly #options: TimedBackupsOptions;
  readonly #closing = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  /** On the counter that nobody can set. */
  #triedMs: number | undefined;
  #trouble: StationError | undefined;

  constructor(options: TimedBackupsOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.look(), this.#options.everyMs ?? 60_000).unref();
  }

  /** Why the last one was not made; it is tried again. */
  get troubles(): readonly StationError[] {
    return this.#trouble === undefined || this.#options.every() === undefined ? [] : [this.#trouble];
  }

  /** When the next one is due; null where none is made by the clock. */
  async nextAt(): Promise<Date | null> {
    const every = this.#options.every();
    return every === undefined ? null : this.#dueAt(every);
  }

  /** What was wrong may be mended: it is tried at once. */
  async settingsChanged(): Promise<void> {
    if (this.#trouble !== undefined) this.#triedMs = undefined;
    await this.look();
  }

  /** One at a time; never rejects. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() =>
      this.#look().catch((error: unknown) => {
        this.#options.log.warn({ error }, "it cannot be seen whether a backup is due");
      }),
    );
    return this.#looking;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#closing.abort();
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { backups, every: rhythm, clock, shifts } = this.#options;
    const every = rhythm();
    if (every === undefined || backups.isMaking || this.#closing.signal.aborted) return;
    const apartMs = leastApartMs(every, shifts());
    const waitMs = this.#trouble === undefined ? apartMs : Math.min(retryMs, apartMs);
    if (this.#triedMs !== undefined && clock.monotonicMs() - this.#triedMs < waitMs) return;
    if ((await this.#dueAt(every)) > clock.now()) return;
    this.#triedMs = clock.monotonicMs();
    await this.#make();
  }

  async #dueAt(every: BackupRhythm): Promise<Date> {
    const { backups, clock, shifts } = this.#options;
    return timedBackupDueAt({ every, shifts: shifts() }, await backups.lastTimedAt(), clock.now());
  }

  async #make(): Promise<void> {
    const { backups, onChange } = this.#options;
    try {
      await backups.make("clock", this.#closing.signal);
      this.#trouble = undefined;
    } catch (error) {
      if (isStationError(error, "station.cancelled")) return;
      await this.#fail(asStationError(error));
    }
    onChange();
  }

  /** Each trouble is booked once, not at every try. */
  async #fail(trouble: StationError): Promise<void> {
    const { audit, log } = this.#options;
    const isNew = trouble.code !== this.#trouble?.code;
    this.#trouble = trouble;
    log.warn({ error: trouble }, "a backup was not made");
    if (!isNew) return;
    const act = { act: "backup-failed", subject: null, facts: { code: trouble.code }, operator: null };
    await audit.append(act).catch((error: unknown) => log.warn({ error }, "that is not in the audit trail"));
  }
}
