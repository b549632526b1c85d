import { statfs } from "node:fs/promises";
import type { StationError } from "../../base/errors/station-error.ts";
import type { Clock } from "../../base/clock.ts";
import type { AuthorityView } from "../../api/contract/index.ts";
import type { DataFolder } from "../data-folder.ts";
import { openKeyFiles, openKeyFilesText } from "../open-key-files.ts";
import { lastBackupAt } from "./last-backup.ts";
import { troubleErrors } from "./trouble-errors.ts";

/** What may be wrong with a station at large; each looks anew every time it is asked. */
export type TroubleCheck = () => Promise<readonly StationError[]>;

const megabyte = 1024 * 1024;
const dayMs = 86_400_000;
/** A time server may set a clock back by so much without anybody having been wrong. */
const toleratedMs = 10 * 60_000;

/** Free space on the disk of a folder. */
export const checkDisk =
  ({ folder, lowMegabytes }: { readonly folder: string; readonly lowMegabytes: number }): TroubleCheck =>
  async () => {
    const { bavail, bsize } = await statfs(folder);
    const free = Math.floor((bavail * bsize) / megabyte);
    return free >= lowMegabytes ? [] : [troubleErrors.diskLow(`${free} MB are free, ${lowMegabytes} MB should be`)];
  };

/** The newest moment on record is the latest that is known to have been; `clockSetAt` where a person has set a clock that ran ahead. */
export const checkClock =
  (parts: {
    readonly clock: Clock;
    readonly clockSetAt: Date | undefined;
    readonly newestAt: () => Promise<string | undefined>;
  }): TroubleCheck =>
  async () => {
    const { clock, clockSetAt, newestAt } = parts;
    const newest = await newestAt();
    const known = clockSetAt ?? (newest === undefined ? undefined : new Date(newest));
    const now = clock.now();
    if (known === undefined || now.getTime() >= known.getTime() - toleratedMs) return [];
    const detail = `it is ${now.toISOString()} here, but ${known.toISOString()} has been`;
    return [troubleErrors.clockBehind(`${detail}; if the clock was ahead then, set TOUCHMARK_CLOCK_SET_AT`)];
  };

/** The authority of the lot that is built now; undefined for a lot without one. */
export const checkAuthority =
  (authority: () => Promise<AuthorityView | undefined>): TroubleCheck =>
  async () => {
    const found = await authority();
    if (found === undefined) return [];
    const { name, locked, warnings } = found;
    return [
      ...warnings.flatMap(({ warning, subject, days }) => {
        if (warning === "ended") return [troubleErrors.authorityEnded(`${name}: ${subject} is over`)];
        return warning === "ends-soon" ? [troubleErrors.authorityEndsSoon(`${name}: ${subject}, ${days} days`)] : [];
      }),
      ...(locked ? [troubleErrors.authorityLocked(`the token of ${name} waits for its PIN`)] : []),
    ];
  };

/** Files of secrets and keys. */
export const checkKeyFiles =
  (folder: DataFolder): TroubleCheck =>
  async () => {
    const open = await openKeyFiles(folder);
    return open.length === 0 ? [] : [troubleErrors.keysOpen(openKeyFilesText(open))];
  };

/** `since`: when there began to be something to lose. */
export const checkBackup =
  (parts: {
    readonly root: string;
    readonly everyDays: number;
    readonly clock: Clock;
    readonly since: () => Promise<string | undefined>;
  }): TroubleCheck =>
  async () => {
    const { root, everyDays, clock, since } = parts;
    const last = await lastBackupAt(root);
    const from = last ?? new Date((await since()) ?? clock.now());
    const days = Math.floor((clock.now().getTime() - from.getTime()) / dayMs);
    if (days < everyDays) return [];
    const detail = last === undefined ? "none was ever made" : `the last one is of ${last.toISOString()}`;
    return [troubleErrors.backupOverdue(`${detail}; every ${everyDays} days: touchmark backup`)];
  };
