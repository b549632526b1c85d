import { join } from "node:path";
import type { Guide, StationSettingsView, Stone } from "../api/contract/index.ts";
import type { SettingsDesk } from "../api/desk.ts";
import { hasPassed } from "../records/has-passed.ts";
import { slotErrors } from "../workflow/slots/slot-errors.ts";
import type { Slots } from "../workflow/slots/slots.ts";
import { apiErrors } from "../api/api-errors.ts";
import { makeBackupPlace, usualBackupFolder } from "./backup/backup-place.ts";
import { openDataFolder, practiceFolder } from "./data-folder.ts";
import { StationFile } from "./fixture/station-file.ts";
import { shiftPlan } from "./shift-plan.ts";
import { readSettings } from "./station-settings.ts";
import { lastBackupAt } from "./upkeep/last-backup.ts";
import { usualSettings } from "./usual-settings.ts";
import type { Workshop } from "./workshop.ts";

/** What practice has of its own, by name; a real station has nothing. */
export interface Lent {
  readonly slots: readonly string[];
  readonly services: readonly string[];
  readonly authorities: readonly string[];
}

export const nothingLent: Lent = { slots: [], services: [], authorities: [] };

export interface SettingsParts {
  /** The data folder a person named; practice works in a folder inside it. */
  readonly dataFolder: string;
  readonly workshop: Workshop;
  readonly file: StationFile;
  /** What the station goes by; practice has a name of its own. */
  readonly name: () => string;
  readonly lent: Lent;
  readonly recipes: () => readonly { readonly lent: boolean }[];
  readonly slotNames: () => readonly string[];
  readonly slots: Pick<Slots, "isRunning">;
  /** Practice was asked for by name: it is what the next start is too. */
  readonly onlyPractice: boolean;
  /** Left out: a person must start the station again. */
  readonly restart?: (() => void) | undefined;
  /** By the clock; null: none. */
  readonly nextBackupAt: () => Promise<Date | null>;
  readonly onChange: () => void;
}

const dayMs = 86_400_000;
/** Time for the answer to reach the screen. */
const restartAfterMs = 400;

/** The station's own settings, and how far it is set up, looked at anew whenever it is asked. */
export class StationSettingsDesk implements SettingsDesk {
  readonly #parts: SettingsParts;

  constructor(parts: SettingsParts) {
    this.#parts = parts;
  }

  get language(): string | null {
    return this.#parts.file.settings.language ?? null;
  }

  async read(): Promise<StationSettingsView> {
    const { workshop, file, name } = this.#parts;
    const { settings } = file;
    const { root } = workshop.folder;
    const { startsAt, minutes } = shiftPlan(process.env, settings.shiftStart);
    const last = await lastBackupAt(root);
    const everyDays = settings.backupEveryDays ?? usualSettings.backupEveryDays;
    const from = last ?? new Date((await workshop.records.audit.timeOf("first")) ?? Date.now());
    return {
      station: name(),
      language: settings.language ?? null,
      shiftStart: `${two(Math.floor(startsAt / 60))}:${two(startsAt % 60)}`,
      shiftHours: minutes / 60,
      lockAfterMinutes: settings.lockAfterMinutes ?? usualSettings.lockAfterMinutes,
      lowDiskMegabytes: settings.lowDiskMegabytes ?? usualSettings.lowDiskMegabytes,
      backupEveryDays: everyDays,
      timedBackup: settings.timedBackup ?? null,
      backupsKept: settings.backupsKept ?? usualSettings.backupsKept,
      nextBackupAt: (await this.#parts.nextBackupAt())?.toISOString() ?? null,
      backupFolder: settings.backupFolder ?? null,
      backupsIn: settings.backupFolder ?? usualBackupFolder(root),
      lastBackupAt: last?.toISOString() ?? null,
      backupDueAt: workshop.practice ? null : new Date(from.getTime() + everyDays * dayMs).toISOString(),
    };
  }

  async change(change: Parameters<SettingsDesk["change"]>[0]): Promise<void> {
    const { file, onChange } = this.#parts;
    const { backupFolder } = change;
    // Not one that is there already: made anew, it would be on the wrong disk when its own is not mounted.
    if (typeof backupFolder === "string" && backupFolder !== file.settings.backupFolder)
      await makeBackupPlace(backupFolder);
    await file.set({ ...change });
    onChange();
  }

  async guide(): Promise<Guide> {
    const { workshop, dataFolder } = this.#parts;
    return {
      mode: workshop.practice ? "practice" : "real",
      stones: await this.#stones(),
      isReal: (await readSettings(settingsIn(dataFolder))) !== undefined,
      dataFolder,
    };
  }

  async isFresh(): Promise<boolean> {
    const { workshop, dataFolder, onlyPractice } = this.#parts;
    if (!workshop.practice || onlyPractice || hasPassed(workshop.folder.database)) return false;
    return (await readSettings(settingsIn(dataFolder))) === undefined;
  }

  async becomeReal(station: string): Promise<boolean> {
    const { workshop, dataFolder, slots, onlyPractice, restart } = this.#parts;
    if (!workshop.practice) throw apiErrors.notPractice("this station is real");
    if (slots.isRunning) throw slotErrors.busy("a unit is running");
    const file = await StationFile.open(openDataFolder(dataFolder).settings);
    await file.set({ station });
    if (onlyPractice || restart === undefined) return false;
    setTimeout(restart, restartAfterMs);
    return true;
  }

  async #stones(): Promise<Stone[]> {
    const { workshop, dataFolder, lent, recipes, slotNames } = this.#parts;
    const { services, authorities, records, folder } = workshop;
    const hasPractised = hasPassed(folder.database) || hasPassed(databaseIn(practiceFolder(dataFolder)));
    const authorityNames = (await authorities.list()).map(({ name }) => name);
    const people = (await records.operators.list()).filter(({ active }) => active).length;
    return [
      { stone: "practise", done: hasPractised, count: hasPractised ? 1 : 0, lent: 0 },
      stoneOf("recipe", recipes()),
      stoneOf("slots", marked(slotNames(), lent.slots)),
      stoneOf("service", marked(await services.names(), lent.services)),
      stoneOf("authority", marked(authorityNames, lent.authorities)),
      { stone: "operators", done: people > 0, count: people, lent: 0 },
    ];
  }
}

interface Marked {
  readonly lent: boolean;
}

const marked = (names: readonly string[], lent: readonly string[]): readonly Marked[] =>
  names.map((name) => ({ lent: lent.includes(name) }));

function stoneOf(stone: Stone["stone"], all: readonly Marked[]): Stone {
  const own = all.filter(({ lent }) => !lent).length;
  return { stone, done: own > 0, count: own, lent: all.length - own };
}

const settingsIn = (root: string): string => join(root, "station.yaml");
const databaseIn = (root: string): string => join(root, "station.db");
const two = (number: number): string => String(number).padStart(2, "0");
