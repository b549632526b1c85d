import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { recordsReportSchema } from "../../../main/api/contract/index.ts";
import { recordsErrors } from "../../../main/records/records-errors.ts";
import { openRecords } from "../../../main/records/records.ts";
import { besideTheStation, type TaskBeside } from "../../../main/station/backup/beside-the-station.ts";
import { helpingProcess, helpingThread, type RecordsHelper } from "../../../main/station/backup/records-helper.ts";
import { passUnit, sampleLot } from "../../harness/sample-records.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-beside-"));
  file = join(folder, "station.db");
  const records = await openRecords({ file, practice: false });
  await records.lots.open(sampleLot);
  await passUnit(records, "GW0");
  await records.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const checking = (tidies = false): TaskBeside<unknown> => ({
  order: { task: "check", file },
  result: recordsReportSchema,
  here: () => Promise.reject(new Error("not here")),
  ended: recordsErrors.notOpened,
  tidies,
});
const never = new AbortController().signal;

/** One that hears nothing any more, and what to do then. */
const deafHelper = (onDeaf: (pid: number) => void) => (): RecordsHelper => {
  const helper = helpingProcess(join(import.meta.dirname, "../../harness/deaf-worker.ts"));
  helper.onMessage((said) => {
    if (said !== null && typeof said === "object" && "pid" in said) onDeaf(Number(said.pid));
  });
  return helper;
};

it.each([
  ["a process", helpingProcess],
  ["a thread", helpingThread],
])("%s reads the records and says what it found, or what is the matter", async (_which, open) => {
  expect(await besideTheStation(checking(), never, open)).toMatchObject({ sound: true, wrong: null });
  rmSync(file);
  await expect(besideTheStation(checking(), never, open)).rejects.toMatchObject({ code: "records.not-opened" });
});

it.each([
  ["nothing to tidy", false],
  ["something half made", true],
])("one in a call that nothing interrupts, with %s, is ended and not waited for", async (_what, tidies) => {
  const stop = new AbortController();
  let pid = 0;
  const deaf = deafHelper((said) => {
    pid = said;
    stop.abort();
  });
  await expect(besideTheStation(checking(tidies), stop.signal, deaf)).rejects.toMatchObject({
    code: "station.cancelled",
  });
  expect(pid).toBeGreaterThan(0);
  await expect.poll(() => isAlive(pid), { timeout: 30_000 }).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it("a helper that dies is told of with the code of its task", async () => {
  const dying = deafHelper((pid) => process.kill(pid, "SIGKILL"));
  await expect(besideTheStation(checking(), never, dying)).rejects.toMatchObject({ code: "records.not-opened" });
});

/** Its last word and its end are heard in one breath, as on a busy machine. */
function hastyHelper(): RecordsHelper {
  let hear: (said: unknown) => void = () => undefined;
  let gone = (): void => undefined;
  const result = { sound: true, schemaVersion: 1, faults: [], auditEntries: 0, wrong: null };
  return {
    tell: () => {
      hear({ type: "began" });
      hear({ type: "done", result });
      gone();
    },
    onMessage: (listener) => (hear = listener),
    onError: () => undefined,
    onExit: (listener) => (gone = listener),
    end: () => undefined,
  };
}

it("what a helper said as its last word holds, however soon after it ends", async () => {
  expect(await besideTheStation(checking(), never, hastyHelper)).toMatchObject({ sound: true });
});
