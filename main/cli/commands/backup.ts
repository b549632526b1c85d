import { join } from "node:path";
import { checkRecords, isSound } from "../../station/backup/check-records-file.ts";
import { bookBackup } from "../../station/backup/book-backup.ts";
import { makeCheckedBackup } from "../../station/backup/make-checked-backup.ts";
import { planBackups } from "../../station/operations/plan-backups.ts";
import type { BackupRhythm } from "../../station/backup/timed-backup-due.ts";
import { restoreBackup } from "../../station/backup/restore-backup.ts";
import { commandLineAuthor } from "../../station/operators/command-line-author.ts";
import { stationName } from "../../station/station-settings.ts";
import type { Command } from "../command.ts";

/** These do not open the folder as its owner: a station may be at work on it. */
const backup: Command = {
  words: "backup",
  usage: "--out FOLDER [--with-key]",
  positionals: 0,
  options: { out: { type: "string" }, "with-key": { type: "boolean" } },
  async run({ required, flag, dataFolder, output, signal }) {
    const out = required("out");
    const contents = await makeCheckedBackup({ root: dataFolder, out, withKey: flag("with-key"), signal });
    const { files, ...told } = contents;
    const booked = await bookBackup(dataFolder, out, files.length);
    output.say(
      { type: "result", ok: true, out, ...told, files: files.length, booked },
      [
        `OK    ${files.length} files in ${out}, records of version ${told.schemaVersion}${told.mode === "practice" ? ", PRACTICE" : ""}`,
        ...(told.audit === null ? [] : [`head  ${told.audit.head ?? ""}  (${told.audit.entries} audit entries)`]),
        told.secretKey
          ? "      WITH the key of the secrets: keep it as you keep the authorities"
          : "      without the key of the secrets: keep secrets/station.key elsewhere",
        ...(booked ? [] : ["      NOT BOOKED in the audit trail: its disk did not take it, or it has none yet"]),
      ].join("\n"),
    );
    return 0;
  },
};

const restore: Command = {
  words: "restore",
  usage: "FOLDER [--key FILE]",
  positionals: 1,
  options: { key: { type: "string" } },
  async run({ positionals: [folder = ""], text, dataFolder: root, output, signal }) {
    const author = commandLineAuthor(await stationName(join(folder, "station.yaml")));
    const { contents, auditEntries, hasKey } = await restoreBackup({
      backup: folder,
      root,
      key: text("key"),
      author,
      signal,
    });
    const { createdAt, mode } = contents;
    output.say(
      { type: "result", ok: true, root, createdAt, mode, auditEntries, hasKey },
      [
        `OK    ${root} as of ${createdAt}, ${auditEntries} audit entries hold${mode === "practice" ? ", PRACTICE" : ""}`,
        ...(hasKey ? [] : ["      PUT secrets/station.key in place before the station starts"]),
      ].join("\n"),
    );
    return 0;
  },
};

const check: Command = {
  words: "records check",
  usage: "",
  positionals: 0,
  options: {},
  async run({ dataFolder, output }) {
    const found = await checkRecords(join(dataFolder, "station.db"));
    const ok = isSound(found);
    const { faults, audit, rows } = found;
    output.say(
      { type: "result", ok, ...found },
      [
        ok ? `OK    version ${found.schemaVersion}, ${audit?.entries ?? 0} audit entries` : "WRONG",
        ...faults.map((fault) => `  ${fault}`),
        ...(audit?.fault ? [`  audit trail ${audit.fault.kind}, entry ${audit.fault.seq}: ${audit.fault.detail}`] : []),
        ...(rows?.fault ? [`  ${rows.fault.kind} of ${rows.fault.subject}: ${rows.fault.detail}`] : []),
        ...(ok
          ? []
          : ["Stop the station, keep the folder, restore the last backup into another: touchmark restore FOLDER"]),
      ].join("\n"),
    );
    return ok ? 0 : 1;
  },
};

const plan: Command = {
  words: "backup plan",
  usage: "[--every shift|HOURS|never] [--keep N] [--folder FOLDER]",
  positionals: 0,
  options: { every: { type: "string" }, keep: { type: "string" }, folder: { type: "string" } },
  async run({ text, dataFolder, output }) {
    const [every, keep, folder] = [text("every"), text("keep"), text("folder")];
    const change = {
      ...(every === undefined ? {} : { timedBackup: rhythmOf(every) }),
      ...(keep === undefined ? {} : { backupsKept: Number(keep) }),
      ...(folder === undefined ? {} : { backupFolder: folder }),
    };
    const planned = await planBackups(dataFolder, change);
    const { timedBackup, backupsKept, backupFolder } = planned;
    const when = timedBackup === "shift" ? "at the end of each shift" : `every ${timedBackup ?? 0} hours`;
    output.say(
      { type: "result", ok: true, ...planned },
      timedBackup === null
        ? `OK    no backups by the clock; those asked for go to ${backupFolder}`
        : `OK    ${when} to ${backupFolder}, ${backupsKept} are kept`,
    );
    return 0;
  },
};

/** What is no number is refused by the settings. */
function rhythmOf(every: string): BackupRhythm | null {
  if (every === "never") return null;
  return every === "shift" ? every : Number(every);
}

/** The longer words first: `backup` alone is the shorter command. */
export const backupCommands: readonly Command[] = [plan, backup, restore, check];
