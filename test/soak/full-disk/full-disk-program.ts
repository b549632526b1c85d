import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import DatabaseFile from "better-sqlite3";
import { z } from "zod";
import { isStationError } from "../../../main/base/errors/station-error.ts";
import { checkFiles } from "../crashes/check-files.ts";
import { crashKinds, type CrashUnit, heldCertificates } from "../crashes/crash-units.ts";
import { ShownPasses } from "../crashes/shown-passes.ts";
import { OneSlotPlant, untilEnrolled } from "./one-slot-plant.ts";
import { OneSlotStation } from "./one-slot-station.ts";
import { SmallDisk } from "./small-disk.ts";

/**
 * `unshare --mount node full-disk-program.ts FOLDER KIND STEP OFFSET`: a station on a file system with room for 0, 1, 2, … pages more, in
 * steps, until a unit passes with what is left. Prints a JSON report.
 */
const [, , folder = "", kindGiven = "", step = "1", offset = "0"] = process.argv;
const kind = z.enum(crashKinds).parse(kindGiven);
const diskBytes = 48 * 2 ** 20;
const mostPages = 2_000;
const mostWrong = 20;
const full = "records.disk-full";

const codes: Record<string, number> = {};
const wrong: string[] = [];
const template = join(folder, "template");
const data = join(folder, "disk", "data");
mkdirSync(join(folder, "disk"), { recursive: true });
const disk = new SmallDisk(join(folder, "disk"), diskBytes);
const plant = await OneSlotPlant.open(kind);
await plant.makeFolder(template);
let tried = 0;
let pages = Number(offset);
for (; pages < mostPages && wrong.length < mostWrong; pages += Number(step)) {
  tried += 1;
  rmSync(data, { recursive: true, force: true });
  cpSync(template, data, { recursive: true });
  const before = wrong.length;
  const passed = await tryWith(pages).catch((error: unknown) => {
    wrong.push(textOf(error));
    return false;
  });
  for (let at = before; at < wrong.length; at += 1) wrong[at] = `with ${pages} pages: ${wrong[at] ?? ""}`;
  if (passed) break;
}
await plant.close();
process.stdout.write(`${JSON.stringify({ kind, tried, pages, codes, wrong })}\n`);
process.exit(0);

/** One station, one unit; true if it started and the unit passed, at once. */
async function tryWith(freePages: number): Promise<boolean> {
  const unit = await plant.plugNext();
  const shown = new ShownPasses();
  disk.leaveFree(freePages);
  const atOnce = await startFull();
  const station = atOnce ?? (await OneSlotStation.start(data));
  try {
    const first = await station.nextEnd();
    shown.note(first, unit);
    if (first.state !== "pass") await mend(station, first.problem?.code ?? "none", unit, shown);
    disk.makeRoom();
    wrong.push(...(await untilEnrolled(station, unit.serialNumber)));
    return atOnce !== undefined && first.state === "pass";
  } finally {
    await station.close();
    disk.makeRoom();
    const file = join(data, "station.db");
    const expected = { passes: [...shown.passes.values()], devices: heldCertificates([unit]) };
    wrong.push(...shown.wrong.filter((what) => !what.includes(full)), ...(await checkFiles(file, expected)));
    wrong.push(...attemptFaults(file, shown));
  }
}

/** Undefined if the station does not start on a full disk and says so; then there is room. */
async function startFull(): Promise<OneSlotStation | undefined> {
  try {
    return await OneSlotStation.start(data);
  } catch (error) {
    count(`start: ${isStationError(error) ? error.code : "?"}`);
    if (!isStationError(error) || error.code !== full) wrong.push(`the start says ${textOf(error)}`);
    disk.makeRoom();
    return undefined;
  }
}

/** The screen says what it is; with room it goes on as it is. */
async function mend(station: OneSlotStation, code: string, unit: CrashUnit, shown: ShownPasses): Promise<void> {
  count(`run: ${code}`);
  if (code !== full) wrong.push(`the slot says ${code}`);
  if (station.trouble?.code !== code)
    wrong.push(`the banner says ${station.trouble?.code ?? "nothing"}, the slot ${code}`);
  disk.makeRoom();
  const again = await station.tryAgain();
  shown.note(again, unit);
  if (again.state !== "pass") wrong.push(`with room again: ${JSON.stringify(again.problem)}`);
  if (station.trouble !== null) wrong.push(`the banner stays: ${station.trouble.code}`);
}

/** Every attempt that was shown is on record, with its end, though there was no room to write it down. The first run is the template's. */
function attemptFaults(file: string, { passes, failures }: ShownPasses): readonly string[] {
  const connection = new DatabaseFile(file, { readonly: true });
  const rows = connection.prepare("select outcome, problem from runs where id > 1 order by id").all();
  connection.close();
  const attempts = z.array(z.object({ outcome: z.string(), problem: z.string().nullable() })).parse(rows);
  const found = attempts.map(({ outcome, problem }) =>
    problem?.includes(full) === true ? `${outcome} full` : outcome,
  );
  const expected = [
    ...Array.from({ length: failures[full] ?? 0 }, () => "fail full"),
    ...[...passes].map(() => "pass"),
  ];
  return found.join() === expected.join() ? [] : [`shown: ${expected.join()}; on record: ${found.join()}`];
}

function count(what: string): void {
  codes[what] = (codes[what] ?? 0) + 1;
}

function textOf(error: unknown): string {
  if (isStationError(error)) return `${error.code}: ${error.detail}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
