import type { BackupMade, Problem, RecordsReport, Trouble } from "../../api/contract/index.ts";
import type { AuthorityDesk, UpkeepDesk } from "../../api/desk.ts";
import { systemClock } from "../../base/clock.ts";
import type { ShiftPlan } from "../../records/insights/shift-calendar.ts";
import type { Recipe } from "../../workflow/recipe/recipe-schema.ts";
import { checkRecordsApart } from "../backup/check-records-apart.ts";
import { StationBackups } from "../backup/station-backups.ts";
import { TimedBackups } from "../backup/timed-backups.ts";
import type { StationSettings } from "../station-settings.ts";
import { usualSettings } from "../usual-settings.ts";
import type { Workshop } from "../workshop.ts";
import {
  checkAuthority,
  checkBackup,
  checkClock,
  checkDisk,
  checkKeyFiles,
  type TroubleCheck,
} from "./find-troubles.ts";
import { TroubleWatch } from "./trouble-watch.ts";

/** Of `station.yaml`. */
export type UpkeepSettings = Pick<
  StationSettings,
  "lowDiskMegabytes" | "backupEveryDays" | "backupFolder" | "timedBackup" | "backupsKept"
>;

export interface UpkeepOptions {
  readonly workshop: Workshop;
  readonly station: () => string;
  readonly authorities: Pick<AuthorityDesk, "list">;
  /** As they are now: they may change while the station works. */
  readonly settings: () => UpkeepSettings;
  readonly shifts: () => ShiftPlan;
  /** Of the lot that is built now. */
  readonly recipe: () => Recipe | undefined;
  readonly trouble: () => Problem | null;
  readonly onTroubles: (troubles: readonly Trouble[]) => void;
  /** One was made by the clock, or could not be. */
  readonly onTimedBackup?: (() => void) | undefined;
  /** Of the printers. */
  readonly more?: TroubleCheck;
}

/** The station's own health: what is wrong with it at large, its backups, the check of its records. */
export class StationUpkeep implements UpkeepDesk {
  readonly #options: UpkeepOptions;
  readonly #watch: TroubleWatch;
  readonly #backups: StationBackups;
  readonly #timed: TimedBackups;
  readonly #closing = new AbortController();
  #checking: Promise<RecordsReport> | undefined;

  constructor(options: UpkeepOptions) {
    const { workshop, more, trouble, onTroubles } = options;
    this.#options = options;
    this.#backups = backupsOf(options);
    this.#timed = this.#timedBackups();
    const timed: TroubleCheck = () => Promise.resolve(this.#timed.troubles);
    this.#watch = new TroubleWatch({
      checks: [...checksOf(options), timed, ...(more === undefined ? [] : [more])],
      first: trouble,
      clock: systemClock,
      log: workshop.log,
      onChange: onTroubles,
    });
    this.#watch.start();
    this.#timed.start();
  }

  troubles(): readonly Trouble[] {
    return this.#watch.troubles;
  }

  /** The settings changed, or what they are about. */
  look(): Promise<void> {
    return this.#watch.look();
  }

  /** A backup may be due now, or find its folder. */
  settingsChanged(): void {
    void this.look();
    void this.#timed.settingsChanged();
  }

  /** What units fail by is another now. */
  tell(): void {
    this.#watch.tell();
  }

  nextBackupAt(): Promise<Date | null> {
    return this.#timed.nextAt();
  }

  /** Asked for twice, one is made. */
  async backup(signal: AbortSignal): Promise<BackupMade> {
    const made = await this.#backups.make("person", signal);
    await this.look();
    return made;
  }

  /** Asked for twice, they are read once. */
  checkRecords(): Promise<RecordsReport> {
    const { database } = this.#options.workshop.folder;
    this.#checking ??= checkRecordsApart(database, this.#closing.signal).finally(() => {
      this.#checking = undefined;
    });
    return this.#checking;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const parts = [this.#timed, this.#backups, this.#watch];
    await Promise.all([...parts.map((part) => part.close()), this.#checking?.catch(() => undefined)]);
  }

  #timedBackups(): TimedBackups {
    const { workshop, settings, shifts, onTimedBackup } = this.#options;
    return new TimedBackups({
      backups: this.#backups,
      // Nothing is lost with practice records.
      every: () => (workshop.practice ? undefined : settings().timedBackup),
      shifts,
      audit: workshop.records.audit,
      clock: systemClock,
      log: workshop.log,
      onChange: () => {
        void this.look();
        onTimedBackup?.();
      },
    });
  }
}

const backupsOf = ({ workshop, station, settings }: UpkeepOptions): StationBackups =>
  new StationBackups({
    root: workshop.folder.root,
    station,
    audit: workshop.records.audit,
    settings,
    clock: systemClock,
    log: workshop.log,
  });

function checksOf({ workshop, authorities, settings, recipe }: UpkeepOptions): readonly TroubleCheck[] {
  const { folder, records, practice, authorities: store } = workshop;
  const lowMegabytes = () => settings().lowDiskMegabytes ?? usualSettings.lowDiskMegabytes;
  const everyDays = () => settings().backupEveryDays ?? usualSettings.backupEveryDays;
  const disk: TroubleCheck = () => checkDisk({ folder: folder.root, lowMegabytes: lowMegabytes() })();
  // Nothing is lost with practice records, and its authority is made anew.
  if (practice) return [disk];
  const at = async (which: "first" | "newest"): Promise<string | undefined> => records.audit.timeOf(which);
  const named = async () => {
    const attestation = recipe()?.attestation;
    const name =
      attestation !== undefined && "certificate" in attestation ? attestation.certificate.authority : undefined;
    return name === undefined ? undefined : (await authorities.list()).find((one) => one.name === name);
  };
  const since = () => at("first");
  return [
    disk,
    checkClock({ clock: systemClock, clockSetAt: workshop.plant.clockSetAt, newestAt: () => at("newest") }),
    checkAuthority(named),
    () => store.damaged(),
    checkKeyFiles(folder),
    () => checkBackup({ root: folder.root, everyDays: everyDays(), clock: systemClock, since })(),
  ];
}
