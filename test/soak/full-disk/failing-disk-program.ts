import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { isStationError } from "../../../main/base/errors/station-error.ts";
import { checkFiles } from "../crashes/check-files.ts";
import { crashKinds, heldCertificates } from "../crashes/crash-units.ts";
import { ShownPasses } from "../crashes/shown-passes.ts";
import { SeededRandom } from "../seeded-random.ts";
import { FailingDisk } from "./failing-disk.ts";
import { OneSlotPlant, untilEnrolled } from "./one-slot-plant.ts";
import { OneSlotStation } from "./one-slot-station.ts";

/**
 * `unshare --mount node failing-disk-program.ts FOLDER KIND TIMES SEED`: an ext4 that gets read-only, or loses its power, at random moments of
 * a station's work; and a station started on one that cannot be written. Prints a JSON report.
 */
const [, , folder = "", kindGiven = "", times = "1", seed = "1"] = process.argv;
const kind = z.enum(crashKinds).parse(kindGiven);
const random = new SeededRandom(Number(seed));
const longestMs = 250;
const closeWithinMs = 20_000;
const troubles = ["records.disk-fault", "records.read-only"];

const codes: Record<string, number> = {};
const wrong: string[] = [];
const template = join(folder, "template");
const mounted = join(folder, "disk");
const data = join(mounted, "data");
mkdirSync(mounted, { recursive: true });
const disk = new FailingDisk(join(folder, "image"), mounted);
const plant = await OneSlotPlant.open(kind);
await plant.makeFolder(template);
for (let number = 1; number <= Number(times); number += 1) {
  const how = number % 2 === 0 ? "lock" : "cut";
  const before = wrong.length;
  await tryOnce(how).catch((error: unknown) => void wrong.push(error instanceof Error ? String(error.stack) : "?"));
  for (let at = before; at < wrong.length; at += 1) wrong[at] = `${how} ${number}: ${wrong[at] ?? ""}`;
}
await plant.close();
process.stdout.write(`${JSON.stringify({ kind, tried: Number(times), codes, wrong })}\n`);
process.exit(0);

async function tryOnce(how: "lock" | "cut"): Promise<void> {
  disk.make();
  cpSync(template, data, { recursive: true });
  disk.sync();
  const shown = new ShownPasses();
  let unit = await plant.plugNext();
  const station = await OneSlotStation.start(data);
  const ending = station.nextEnd();
  await delay(random.below(longestMs));
  disk[how]();
  let end = await ending;
  shown.note(end, unit);
  if (end.state === "pass") {
    unit = await plant.plugNext();
    end = await station.tryAgain();
  }
  const code = end.problem?.code ?? "none";
  codes[`run: ${code}`] = (codes[`run: ${code}`] ?? 0) + 1;
  if (!troubles.includes(code)) wrong.push(`the slot says ${end.state} ${code}: ${end.problem?.detail ?? ""}`);
  if (station.trouble?.code !== code) wrong.push(`the banner says ${station.trouble?.code ?? "nothing"}`);
  const closing = station.close().then(
    () => true,
    () => true,
  );
  if (!(await Promise.race([closing, delay(closeWithinMs, false)]))) wrong.push("the station does not close");
  disk.unmount();
  await startReadOnly();
  disk.mount("rw");
  await goOn(shown, unit);
  disk.unmount();
}

/** A station on a disk that cannot be written does not start, and says why. */
async function startReadOnly(): Promise<void> {
  disk.mount("ro");
  try {
    await (await OneSlotStation.start(data)).close();
    wrong.push("a station started on a disk that cannot be written");
  } catch (error) {
    const code = isStationError(error) ? error.code : String(error);
    codes[`start: ${code}`] = (codes[`start: ${code}`] ?? 0) + 1;
    if (code !== "records.read-only") wrong.push(`the start says ${code}`);
  }
  disk.unmount();
}

async function goOn(shown: ShownPasses, unit: Awaited<ReturnType<typeof plant.plugNext>>): Promise<void> {
  const station = await OneSlotStation.start(data);
  const again = await station.nextEnd();
  shown.note(again, unit);
  if (again.state !== "pass") wrong.push(`with a good disk: ${JSON.stringify(again.problem)}`);
  wrong.push(...(await untilEnrolled(station, unit.serialNumber)));
  await station.close();
  const expected = { passes: [...shown.passes.values()], devices: heldCertificates([unit]) };
  const ofTheDisk = (what: string): boolean => troubles.some((code) => what.includes(code));
  wrong.push(...shown.wrong.filter((what) => !ofTheDisk(what)));
  wrong.push(...(await checkFiles(join(data, "station.db"), expected)));
}
