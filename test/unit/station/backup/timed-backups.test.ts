import { describe, expect, it } from "vitest";
import { baseErrors } from "../../../../main/base/errors/base-errors.ts";
import { silentLog } from "../../../../main/base/log.ts";
import type { AuditAct } from "../../../../main/records/audit/audit-entry.ts";
import { backupErrors } from "../../../../main/station/backup/backup-errors.ts";
import { backupTrouble } from "../../../../main/station/backup/backup-trouble.ts";
import { type BackupRhythm, timedBackupDueAt } from "../../../../main/station/backup/timed-backup-due.ts";
import { TimedBackups } from "../../../../main/station/backup/timed-backups.ts";
import { recordsErrors } from "../../../../main/records/records-errors.ts";

const hour = 3_600_000;
const shifts = { startsAt: 6 * 60, minutes: 8 * 60 };

/** The wall clock may jump; the counter only goes on. */
class JumpingClock {
  wallMs = new Date(2026, 10, 23, 9).getTime();
  countedMs = 0;
  now = () => new Date(this.wallMs);
  monotonicMs = () => this.countedMs;

  pass(ms: number): void {
    this.wallMs += ms;
    this.countedMs += ms;
  }
}

function station(every: BackupRhythm | undefined) {
  const clock = new JumpingClock();
  const acts: AuditAct[] = [];
  const state = { every, made: [] as Date[], fails: undefined as Error | undefined, tried: 0, changes: 0 };
  const timed = new TimedBackups({
    backups: {
      isMaking: false,
      lastTimedAt: () => Promise.resolve(state.made.at(-1)),
      make: () => {
        state.tried += 1;
        if (state.fails !== undefined) return Promise.reject(state.fails);
        state.made.push(clock.now());
        return Promise.resolve({ folder: "/b", createdAt: clock.now().toISOString(), files: 1, auditHead: null });
      },
    },
    every: () => state.every,
    shifts: () => shifts,
    audit: { append: (act) => Promise.resolve(void acts.push(act)) },
    clock,
    log: silentLog,
    onChange: () => {
      state.changes += 1;
    },
  });
  /** Looks every minute, for so long. */
  const work = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 60_000) {
      clock.pass(60_000);
      await timed.look();
    }
  };
  return { timed, clock, acts, state, work };
}

describe("a timed backup is due", () => {
  const at = (hours: number, minutes = 0) => new Date(2026, 10, 23, hours, minutes);

  it.each([
    [8, undefined, at(9), at(9)],
    [8, at(3), at(9), at(11)],
    ["shift", at(9), at(10), at(14)],
    ["shift", at(13, 59), at(14), at(14)],
    ["shift", at(14), at(14), at(22)],
    ["shift", at(23), at(30), at(30)],
    // The clock was ahead then: nobody knows how old that one is.
    [8, at(40), at(9), at(9)],
    ["shift", at(40), at(9), at(9)],
  ] as const)("every %s after %s: seen at %s, at %s", (every, last, now, due) => {
    expect(timedBackupDueAt({ every, shifts }, last, now)).toEqual(due);
  });
});

describe("timed backups", () => {
  it("are made at once where there was none, then as often as asked, and never where none is asked for", async () => {
    const { state, work, timed, clock } = station(2);
    await work(9 * hour);
    expect(state.made).toHaveLength(5);
    expect(await timed.nextAt()).toEqual(new Date((state.made.at(-1)?.getTime() ?? 0) + 2 * hour));
    state.every = "shift";
    await work(24 * hour);
    expect(state.made).toHaveLength(8);
    state.every = undefined;
    await work(48 * hour);
    expect(state.made).toHaveLength(8);
    expect(await timed.nextAt()).toBeNull();
    expect(clock.monotonicMs()).toBeGreaterThan(0);
  });

  it("make no storm of a clock that jumps: at most twice as often as asked, and they go on", async () => {
    const { state, work, clock } = station(4);
    await work(hour);
    for (let jump = 0; jump < 24; jump += 1) {
      clock.wallMs += (jump % 2 === 0 ? 1 : -1) * 24 * 365 * hour;
      await work(hour);
    }
    expect(state.made.length).toBeLessThanOrEqual(1 + 25 / 2);
    clock.wallMs -= 24 * 365 * 30 * hour;
    const before = state.made.length;
    await work(12 * hour);
    expect(state.made.length - before).toBeGreaterThanOrEqual(3);
    expect(state.made.length - before).toBeLessThanOrEqual(6);
  });

  it("say what keeps one from being made, book it once, try again every quarter of an hour, and say when it is mended", async () => {
    const { state, work, timed, acts } = station("shift");
    state.fails = backupErrors.placeFull("no room");
    await work(2 * hour);
    expect(state.tried).toBe(8);
    expect(timed.troubles.map(({ code }) => code)).toEqual(["backup.place-full"]);
    expect(acts).toEqual([
      { act: "backup-failed", subject: null, facts: { code: "backup.place-full" }, operator: null },
    ]);
    state.fails = undefined;
    await timed.settingsChanged();
    expect(state.made).toHaveLength(1);
    expect(timed.troubles).toEqual([]);
    state.fails = baseErrors.cancelled("the station closes");
    await work(24 * hour);
    expect(timed.troubles).toEqual([]);
    state.fails = backupErrors.placeGone("not mounted");
    await work(24 * hour);
    expect(timed.troubles).toHaveLength(1);
    state.every = undefined;
    expect(timed.troubles).toEqual([]);
    await timed.close();
  });
});

describe("what keeps a backup from being written", () => {
  const system = (code: string) => Object.assign(new Error(code), { code });

  it.each([
    [system("ENOSPC"), "backup.place-full"],
    [system("EDQUOT"), "backup.place-full"],
    [recordsErrors.diskFull("SQLITE_FULL"), "backup.place-full"],
    [system("EROFS"), "backup.place-closed"],
    [system("EACCES"), "backup.place-closed"],
    [recordsErrors.readOnly("SQLITE_READONLY"), "backup.place-closed"],
    [system("ENOENT"), "backup.place-gone"],
    [system("ESTALE"), "backup.place-gone"],
    [system("EIO"), "backup.not-written"],
    [recordsErrors.diskFault("SQLITE_IOERR"), "backup.not-written"],
    [recordsErrors.damaged("SQLITE_CORRUPT"), "records.damaged"],
  ])("%s is %s", (cause, code) => {
    expect(backupTrouble("/backups/one", cause)).toMatchObject({ code, detail: expect.any(String) });
  });
});
