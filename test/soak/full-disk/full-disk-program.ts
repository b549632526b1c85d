import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import DatabaseFile from "better-sqlite3";
import { z } from "zod";
import { utf8 } from "../../../main/base/bytes/bytes.ts";
import { isStationError } from "../../../main/base/errors/station-error.ts";
import { silentLog } from "../../../main/base/log.ts";
import { type PracticeDps, startPracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { createPracticeVendor, type PracticeVendor } from "../../../main/practice/vendor/practice-vendor.ts";
import { openWorkshop } from "../../../main/station/workshop.ts";
import { recipeSource } from "../../harness/recipe-source.ts";
import { checkFiles } from "../crashes/check-files.ts";
import { CrashFixture } from "../crashes/crash-fixture.ts";
import {
  type CrashKind,
  type CrashUnit,
  crashKinds,
  CrashUnits,
  heldCertificates,
  modelOf,
} from "../crashes/crash-units.ts";
import { ShownPasses } from "../crashes/shown-passes.ts";
import { SeededRandom } from "../seeded-random.ts";
import { OneSlotStation } from "./one-slot-station.ts";
import { SmallDisk } from "./small-disk.ts";

/**
 * `unshare --mount node full-disk-program.ts FOLDER KIND STEP OFFSET`: a station on a file system with room for 0, 1, 2, … pages more, in steps,
 * until a unit passes with what is left. Prints a JSON report.
 */
const [, , folder = "", kindGiven = "", step = "1", offset = "0"] = process.argv;
const kind: CrashKind = z.enum(crashKinds).parse(kindGiven);
const diskBytes = 48 * 2 ** 20;
const mostPages = 2_000;
const lot = "FULL-1";

const codes: Record<string, number> = {};
const wrong: string[] = [];
const storage = ["records.disk-full"];

const dps = await startPracticeDps({ retryAfterSeconds: 0 });
const vendor = await createPracticeVendor();
const template = join(folder, "template");
const mounted = join(folder, "disk");
mkdirSync(mounted, { recursive: true });
const disk = new SmallDisk(mounted, diskBytes);
const fixture = await CrashFixture.open(["1"]);
const units = new CrashUnits(new SeededRandom(1), vendor);
await setUp(template, dps, vendor);
let tried = 0;
let shownAttempts = 0;
let pages = Number(offset);
for (; pages < mostPages; pages += Number(step)) {
  tried += 1;
  const data = join(mounted, "data");
  rmSync(data, { recursive: true, force: true });
  cpSync(template, data, { recursive: true });
  const before = wrong.length;
  const passed = await tryWith(pages, data).catch((error: unknown) => {
    wrong.push(
      isStationError(error) ? `${error.code}: ${error.detail}` : String(error instanceof Error ? error.stack : error),
    );
    return false;
  });
  for (let at = before; at < wrong.length; at += 1) wrong[at] = `with ${pages} pages: ${wrong[at] ?? ""}`;
  if (passed || wrong.length > 20) break;
}
await fixture.close();
await dps.close();
process.stdout.write(`${JSON.stringify({ kind, tried, pages, codes, wrong })}\n`);
process.exit(0);

/** One station, one unit; true if the unit passed at once. */
async function tryWith(pages: number, data: string): Promise<boolean> {
  const unit = await newUnit();
  fixture.put("1", unit);
  const shown = new ShownPasses();
  disk.leaveFree(pages);
  const atOnce = await startFull(data);
  const station = atOnce ?? (await OneSlotStation.start(data));
  try {
    const first = await station.nextEnd();
    shownAttempts = first.state === "pass" ? 1 : 2;
    shown.note(first, unit);
    if (first.state !== "pass") await mend(station, first.problem?.code ?? "none", unit, shown);
    disk.makeRoom();
    await untilEnrolled(station, unit);
    return atOnce !== undefined && first.state === "pass";
  } finally {
    await station.close();
    disk.makeRoom();
    wrong.push(...shown.wrong.filter((what) => !what.includes("records.disk-full")));
    wrong.push(...attemptFaults(join(data, "station.db"), unit.serialNumber));
    wrong.push(
      ...(await checkFiles(join(data, "station.db"), {
        passes: [...shown.passes.values()],
        devices: heldCertificates([unit]),
      })),
    );
  }
}

/** Undefined if the station does not start on a full disk and says so; then there is room. */
async function startFull(data: string): Promise<OneSlotStation | undefined> {
  try {
    return await OneSlotStation.start(data);
  } catch (error) {
    count(`start: ${isStationError(error) ? error.code : String(error)}`);
    if (!isStationError(error) || !storage.includes(error.code))
      wrong.push(`the start says ${isStationError(error) ? `${error.code}: ${error.detail}` : String(error)}`);
    disk.makeRoom();
    return undefined;
  }
}

/** The screen says what it is; with room it goes on as it is. */
async function mend(station: OneSlotStation, code: string, unit: CrashUnit, shown: ShownPasses): Promise<void> {
  count(`run: ${code}`);
  if (!storage.includes(code)) wrong.push(`the slot says ${code}`);
  if (station.trouble?.code !== code)
    wrong.push(`the banner says ${station.trouble?.code ?? "nothing"}, the slot ${code}`);
  disk.makeRoom();
  const again = await station.tryAgain();
  shown.note(again, unit);
  if (again.state !== "pass") wrong.push(`with room again: ${JSON.stringify(again.problem)}`);
  if (station.trouble !== null) wrong.push(`the banner stays: ${station.trouble.code}`);
}

/** Every attempt that was shown is on record, with its end, though there was no room to write it down. */
function attemptFaults(file: string, serialNumber: string): readonly string[] {
  const connection = new DatabaseFile(file, { readonly: true });
  const rows = connection.prepare("select outcome, problem from runs where id > 1 order by id").all();
  connection.close();
  const attempts = z.array(z.object({ outcome: z.string(), problem: z.string().nullable() })).parse(rows);
  const said = attempts.map(({ outcome, problem }) =>
    problem?.includes("records.disk-full") === true ? "full" : outcome,
  );
  const fits =
    said.at(-1) === "pass" && said.slice(0, -1).every((one) => one === "full") && said.length === shownAttempts;
  return fits ? [] : [`${shownAttempts} attempts on ${serialNumber} were shown; on record: ${said.join(", ")}`];
}

async function untilEnrolled(station: OneSlotStation, unit: CrashUnit): Promise<void> {
  const giveUpMs = performance.now() + 20_000;
  for (;;) {
    const detail = await station.client.units.get({ serialNumber: unit.serialNumber });
    if (detail.enrollment === "enrolled") return;
    if (performance.now() > giveUpMs) return void wrong.push(`not enrolled: ${JSON.stringify(detail.enrollment)}`);
    await delay(10);
  }
}

async function newUnit(): Promise<CrashUnit> {
  if (kind === "tpm") await units.makeTpms(1);
  const unit = units.take(kind);
  if (unit === undefined) throw new Error("no unit");
  return unit;
}

function count(what: string): void {
  codes[what] = (codes[what] ?? 0) + 1;
}

/** As an engineer leaves it: the lot is on the line and one unit was built. */
async function setUp(
  data: string,
  { url, idScope, caPem, connectionString, endpoint }: PracticeDps,
  { rootPem, issuerDer }: PracticeVendor,
): Promise<void> {
  const workshop = await openWorkshop({ root: data, practice: false, log: silentLog });
  await workshop.services.add(
    { name: "plant-dps", url, idScope, ca: [caPem], operationsPerMinute: 1_000_000 },
    connectionString,
  );
  await workshop.authorities.createPilot("line-ca");
  await workshop.trust.add(utf8(rootPem));
  await workshop.trust.add(issuerDer);
  await workshop.close();
  writeFileSync(
    join(data, "recipes", "recipe.yaml"),
    recipeSource({ attestation: kind, idScope, endpoint, model: modelOf[kind] }),
  );
  const [port] = fixture.addresses.values();
  writeFileSync(join(data, "station.yaml"), JSON.stringify({ station: "Full disk", slots: [{ name: "1", port }] }));
  fixture.put("1", await newUnit());
  const station = await OneSlotStation.start(data);
  await station.client.lots.open({ lot, recipe: `test-${kind}`, quantity: null });
  await station.client.lots.use({ lot });
  const { state, problem } = await station.nextEnd();
  if (state !== "pass") wrong.push(`before it was full: ${JSON.stringify(problem)}`);
  await station.close();
}
