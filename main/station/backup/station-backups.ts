import { basename, dirname } from "node:path";
import type { BackupMade } from "../../api/contract/index.ts";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { AuditAct } from "../../records/audit/audit-entry.ts";
import { usualSettings } from "../usual-settings.ts";
import { backupPlace, freeName, isThere, refuseStrangePlace, removePartials } from "./backup-place.ts";
import type { BackupContents } from "./backup-contents.ts";
import { checkBackup } from "./check-backup.ts";
import { removeBackup, tooMany } from "./keep-newest.ts";
import { type MadeBackup, readMadeBackups, writeMadeBackups } from "./made-backups.ts";
import { makeBackupApart } from "./make-backup-apart.ts";

export interface StationBackupsOptions {
  /** The data folder. */
  readonly root: string;
  readonly station: () => string;
  readonly audit: { append(act: AuditAct): Promise<void> };
  /** Of `station.yaml`, as they are now. */
  readonly settings: () => { readonly backupFolder?: string | undefined; readonly backupsKept?: number | undefined };
  readonly clock: Clock;
  readonly log: Log;
  /** Default an hour. */
  readonly ms?: number | undefined;
}

const anHourMs = 3_600_000;

/** Makes the backups of a station at work, one at a time: each is made aside, read back, noted, and booked in the audit trail. */
export class StationBackups {
  readonly #options: StationBackupsOptions;
  readonly #closing = new AbortController();
  #making: Promise<BackupMade> | undefined;

  constructor(options: StationBackupsOptions) {
    this.#options = options;
  }

  get isMaking(): boolean {
    return this.#making !== undefined;
  }

  /** Asked for by a person, or by the clock; while one is made, that one. Throws `backup.*`, `records.*`, `station.cancelled`. */
  make(by: "person" | "clock", signal: AbortSignal): Promise<BackupMade> {
    const stop = AbortSignal.any([signal, this.#closing.signal]);
    this.#making ??= this.#make(by === "clock", stop).finally(() => {
      this.#making = undefined;
    });
    return this.#making;
  }

  /** When the clock last had one made; undefined where none is known. */
  async lastTimedAt(): Promise<Date | undefined> {
    const { made } = await readMadeBackups(this.#options.root);
    const last = made.findLast(({ timed }) => timed);
    return last === undefined ? undefined : new Date(last.createdAt);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#making?.catch(() => undefined);
  }

  async #make(timed: boolean, signal: AbortSignal): Promise<BackupMade> {
    const { root, station, settings, clock, ms = anHourMs } = this.#options;
    const place = await backupPlace(root, settings().backupFolder);
    const made = await this.#takeUp();
    if (timed) await refuseStrangePlace(place, made);
    const folder = await freeName(place, station(), clock.now());
    const inHand = { path: folder, createdAt: clock.now().toISOString(), timed };
    await writeMadeBackups(root, { inHand, made });
    const contents = await makeBackupApart({ root, out: folder, withKey: false, signal, ms });
    const { createdAt } = contents;
    await writeMadeBackups(root, { inHand: null, made: [...made, { path: folder, createdAt, timed }] });
    await this.#book(madeAct(folder, contents, timed));
    if (timed) await this.#removeOldest(place);
    return { folder, createdAt, files: contents.files.length, auditHead: contents.audit?.head ?? null };
  }

  /** What was in hand when the power went: half made it is cleared away, whole it is one more. */
  async #takeUp(): Promise<readonly MadeBackup[]> {
    const { root, log } = this.#options;
    const { inHand, made } = await readMadeBackups(root);
    if (inHand === null) return made;
    await removePartials(inHand.path);
    const { path, timed } = inHand;
    if (made.some((one) => one.path === path) || !(await isThere(path))) return made;
    try {
      const contents = await checkBackup(path);
      await this.#book(madeAct(path, contents, timed));
      return [...made, { ...inHand, createdAt: contents.createdAt }];
    } catch (error) {
      log.warn({ error, backup: path }, "a backup that the power cut off does not hold");
      return made;
    }
  }

  /** Only now that the newest is known to hold. One that cannot be taken away stays, and is tried again with the next. */
  async #removeOldest(place: string): Promise<void> {
    const { root, settings, log } = this.#options;
    const { made } = await readMadeBackups(root);
    let left: readonly MadeBackup[] = made;
    for (const backup of tooMany(made, place, settings().backupsKept ?? usualSettings.backupsKept)) {
      try {
        await writeMadeBackups(root, { inHand: backup, made: left });
        const was = await removeBackup(backup.path);
        left = left.filter((one) => one !== backup);
        if (was) await this.#book({ act: "backup-removed", subject: basename(backup.path), operator: null });
      } catch (error) {
        log.warn({ error, backup: backup.path }, "an old backup cannot be taken away");
      }
    }
    await writeMadeBackups(root, { inHand: null, made: left });
  }

  /** The backup is whole, and a station whose disk is full needs it most. */
  async #book(act: AuditAct): Promise<void> {
    await this.#options.audit.append(act).catch((error: unknown) => {
      this.#options.log.warn({ error, act: act.act }, "a backup is not in the audit trail");
    });
  }
}

/** It holds: its records were read whole, every file of it was read back. */
const madeAct = (folder: string, { files, audit }: BackupContents, timed: boolean): AuditAct => ({
  act: "backup-made",
  subject: basename(folder),
  facts: {
    files: files.length,
    folder: dirname(folder),
    timed,
    checked: true,
    entries: audit?.entries ?? null,
    head: audit?.head ?? null,
  },
  // Whoever is signed in has nothing to do with what the clock asks for.
  ...(timed ? { operator: null } : {}),
});
