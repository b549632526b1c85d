import { join } from "node:path";
import type { BackupMade, Problem, RecordsReport, Trouble } from "../../api/contract/index.ts";
import type { AuthorityDesk, UpkeepDesk } from "../../api/desk.ts";
import { systemClock } from "../../base/clock.ts";
import { checkRecords, isSound } from "../../records/backup/check-records.ts";
import type { Recipe } from "../../workflow/recipe/recipe-schema.ts";
import { faultOf, makeBackup } from "../backup/make-backup.ts";
import { usualSettings } from "../usual-settings.ts";
import type { Workshop } from "../workshop.ts";
import { checkAuthority, checkBackup, checkClock, checkDisk, type TroubleCheck } from "./find-troubles.ts";
import { TroubleWatch } from "./trouble-watch.ts";

/** Of `station.yaml`. */
export interface UpkeepSettings {
  readonly lowDiskMegabytes?: number | undefined;
  readonly backupEveryDays?: number | undefined;
  readonly backupFolder?: string | undefined;
}

export interface UpkeepOptions {
  readonly workshop: Workshop;
  readonly authorities: Pick<AuthorityDesk, "list">;
  /** As they are now: they may change while the station works. */
  readonly settings: () => UpkeepSettings;
  /** Of the lot that is built now. */
  readonly recipe: () => Recipe | undefined;
  readonly trouble: () => Problem | null;
  readonly onTroubles: (troubles: readonly Trouble[]) => void;
  /** Of the printers. */
  readonly more?: TroubleCheck;
}

/** The station's own health: what is wrong with it at large, its backup, the check of its records. */
export class StationUpkeep implements UpkeepDesk {
  readonly #options: UpkeepOptions;
  readonly #watch: TroubleWatch;
  #backup: Promise<BackupMade> | undefined;

  constructor(options: UpkeepOptions) {
    this.#options = options;
    this.#watch = new TroubleWatch({
      checks: [...checksOf(options), ...(options.more === undefined ? [] : [options.more])],
      first: options.trouble,
      clock: systemClock,
      log: options.workshop.log,
      onChange: options.onTroubles,
    });
    this.#watch.start();
  }

  troubles(): readonly Trouble[] {
    return this.#watch.troubles;
  }

  /** The settings changed, or what they are about. */
  look(): Promise<void> {
    return this.#watch.look();
  }

  /** What units fail by is another now. */
  tell(): void {
    this.#watch.tell();
  }

  /** Asked for twice, one is made. */
  backup(signal: AbortSignal): Promise<BackupMade> {
    this.#backup ??= this.#makeBackup(signal).finally(() => {
      this.#backup = undefined;
    });
    return this.#backup;
  }

  async checkRecords(): Promise<RecordsReport> {
    const found = await checkRecords(this.#options.workshop.folder.database, { considerate: true });
    const sound = isSound(found);
    const { schemaVersion, faults, audit } = found;
    return {
      sound,
      schemaVersion,
      faults: [...faults],
      auditEntries: audit?.entries ?? 0,
      wrong: sound ? null : faultOf(found),
    };
  }

  async close(): Promise<void> {
    await this.#watch.close();
    await this.#backup?.catch(() => undefined);
  }

  async #makeBackup(signal: AbortSignal): Promise<BackupMade> {
    const { workshop, settings } = this.#options;
    const { root } = workshop.folder;
    const name = `touchmark-${systemClock.now().toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
    const folder = join(settings().backupFolder ?? join(root, "backups"), name);
    const { createdAt, files, audit } = await makeBackup({
      root,
      out: folder,
      withKey: false,
      considerate: true,
      signal,
    });
    await workshop.records.audit.append({ act: "backup-made", subject: name, facts: { files: files.length } });
    await this.#watch.look();
    return { folder, createdAt, files: files.length, auditHead: audit?.head ?? null };
  }
}

function checksOf({ workshop, authorities, settings, recipe }: UpkeepOptions): readonly TroubleCheck[] {
  const { folder, records, practice } = workshop;
  const now = () => ({ ...usualSettings, ...withoutGaps(settings()) });
  const disk: TroubleCheck = () => checkDisk({ folder: folder.root, lowMegabytes: now().lowDiskMegabytes })();
  // Nothing is lost with practice records, and its authority is made anew.
  if (practice) return [disk];
  const at = async (which: "first" | "newest"): Promise<string | undefined> => records.audit.timeOf(which);
  const named = async () => {
    const attestation = recipe()?.attestation;
    const name =
      attestation !== undefined && "certificate" in attestation ? attestation.certificate.authority : undefined;
    return name === undefined ? undefined : (await authorities.list()).find((one) => one.name === name);
  };
  return [
    disk,
    checkClock({ clock: systemClock, clockSetAt: workshop.plant.clockSetAt, newestAt: () => at("newest") }),
    checkAuthority(named),
    () =>
      checkBackup({
        root: folder.root,
        everyDays: now().backupEveryDays,
        clock: systemClock,
        since: () => at("first"),
      })(),
  ];
}

const withoutGaps = ({ lowDiskMegabytes, backupEveryDays }: UpkeepSettings) => ({
  ...(lowDiskMegabytes === undefined ? {} : { lowDiskMegabytes }),
  ...(backupEveryDays === undefined ? {} : { backupEveryDays }),
});
