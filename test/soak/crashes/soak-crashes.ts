import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { utf8 } from "../../../main/base/bytes/bytes.ts";
import { silentLog } from "../../../main/base/log.ts";
import { type PracticeDps, startPracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { createPracticeVendor, type PracticeVendor } from "../../../main/practice/vendor/practice-vendor.ts";
import { openWorkshop } from "../../../main/station/workshop.ts";
import { bundleProgram } from "../../harness/bundle-program.ts";
import { recipeSource } from "../../harness/recipe-source.ts";
import { SeededRandom } from "../seeded-random.ts";
import { compareAtTheEnd } from "./compare-at-the-end.ts";
import { CrashFixture } from "./crash-fixture.ts";
import { CrashShift, type ShiftCounts } from "./crash-shift.ts";
import { crashKinds, CrashUnits, modelOf } from "./crash-units.ts";
import { Hands } from "./hands.ts";
import { ShownPasses } from "./shown-passes.ts";
import type { StationProgram } from "./station-process.ts";

export interface CrashSoakOptions {
  readonly kills: number;
  readonly cuts: number;
  readonly slots: number;
  readonly seed: number;
  /** Of a station at work (default 2 500). */
  readonly longestLifeMs?: number;
  readonly onProgress?: (what: string) => void;
}

export interface CrashSoakReport extends Omit<ShiftCounts, "startMs"> {
  readonly seed: number;
  readonly seconds: number;
  /** From the start of the process to a connected screen: median, and longest. */
  readonly startMs: readonly [number, number];
  readonly passesShown: number;
  readonly unitsPassed: number;
  /** How often each failure was shown. */
  readonly failures: Readonly<Record<string, number>>;
  /** Everything that must not be; empty when all is well. */
  readonly wrong: readonly string[];
}

const service = "plant-dps";
const spareTpms = 6;
const mostWrong = 20;

/** A new factory after so many: a database that grows for ever would be mostly checked and hardly ever killed. */
const killsPerShift = 100;

/**
 * A line of 32 slots whose station, a process of its own, is killed (SIGKILL) again and again, and in copies of whose files the power is
 * cut, while devices and people in this process live on and write down every PASS they are shown.
 */
export async function soakCrashes(options: CrashSoakOptions): Promise<CrashSoakReport> {
  const startedMs = performance.now();
  const [bundle, notes] = await Promise.all([
    bundleProgram("main/web/main.ts"),
    bundleProgram("test/soak/crashes/note-forced-log.ts"),
  ]);
  const shifts: ShiftReport[] = [];
  const shiftCount = Math.ceil(options.kills / killsPerShift);
  try {
    for (let number = 0; number < shiftCount; number += 1) {
      const share = (all: number): number =>
        Math.floor((all * (number + 1)) / shiftCount) - Math.floor((all * number) / shiftCount);
      const part = { ...options, kills: share(options.kills), cuts: share(options.cuts), seed: options.seed + number };
      shifts.push(await oneShift(part, { program: bundle.file, notes: notes.file }));
    }
  } finally {
    bundle.remove();
    notes.remove();
  }
  return { ...summary(shifts), seed: options.seed, seconds: Math.round((performance.now() - startedMs) / 1000) };
}

interface ShiftReport {
  readonly counts: ShiftCounts;
  readonly shown: ShownPasses;
  readonly wrong: readonly string[];
}

async function oneShift(
  options: CrashSoakOptions,
  programs: Pick<StationProgram, "program" | "notes">,
): Promise<ShiftReport> {
  const { kills, cuts, slots, seed, longestLifeMs = 2_500, onProgress = () => undefined } = options;
  const folder = mkdtempSync(join(tmpdir(), "touchmark-crashes-"));
  const [dps, vendor] = await Promise.all([startPracticeDps({ retryAfterSeconds: 0 }), createPracticeVendor()]);
  const random = new SeededRandom(seed);
  const fixture = await CrashFixture.open(Array.from({ length: slots }, (_, index) => String(index + 1)));
  try {
    const data = join(folder, "data");
    await setUpStation({ data, dps, vendor, addresses: fixture.addresses });
    const units = new CrashUnits(random, vendor);
    await units.makeTpms(slots + spareTpms);
    const shown = new ShownPasses();
    const hands = new Hands({ fixture, units, shown, random });
    const station = { ...programs, data, forced: join(folder, "forced") };
    const shift = new CrashShift({ station, folder, fixture, hands, shown, random, longestLifeMs });
    for (let life = 0; life < kills && shift.wrong.length < mostWrong; life += 1) {
      const due = Math.ceil(((life + 1) * cuts) / kills);
      await shift.liveAndDie(Math.max(0, due - shift.counts.cuts));
      if (life % 10 === 9) onProgress(progressOf(shift, shown));
    }
    await shift.liveToTheEnd();
    const atTheEnd = await compareAtTheEnd({ data, dps, units: units.all, shown });
    return { counts: shift.counts, shown, wrong: [...shift.wrong, ...shown.wrong, ...atTheEnd] };
  } finally {
    await fixture.close();
    await dps.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function progressOf({ counts, wrong }: CrashShift, shown: ShownPasses): string {
  const { kills, cuts } = counts;
  return `${kills} kills, ${cuts} power cuts, ${shown.passes.size} PASS, ${wrong.length + shown.wrong.length} wrong`;
}

function summary(shifts: readonly ShiftReport[]): Omit<CrashSoakReport, "seed" | "seconds"> {
  const sum = (one: (shift: ShiftReport) => number): number => shifts.reduce((all, shift) => all + one(shift), 0);
  const starts = shifts.flatMap(({ counts }) => counts.startMs).toSorted((a, b) => a - b);
  const failures: Record<string, number> = {};
  for (const { shown } of shifts)
    for (const [code, count] of Object.entries(shown.failures)) failures[code] = (failures[code] ?? 0) + count;
  return {
    kills: sum(({ counts }) => counts.kills),
    killsInStart: sum(({ counts }) => counts.killsInStart),
    cuts: sum(({ counts }) => counts.cuts),
    lotChanges: sum(({ counts }) => counts.lotChanges),
    startMs: [starts[Math.floor(starts.length / 2)] ?? 0, starts.at(-1) ?? 0],
    passesShown: sum(({ shown }) => shown.passes.size),
    unitsPassed: sum(({ shown }) => shown.units),
    failures,
    wrong: shifts.flatMap(({ wrong }) => wrong),
  };
}

interface SetUp {
  readonly data: string;
  readonly dps: PracticeDps;
  readonly vendor: PracticeVendor;
  readonly addresses: ReadonlyMap<string, string>;
}

/** As an engineer does: a service, a trusted root, an authority, recipes, and the slots of the fixture. */
async function setUpStation({ data, dps, vendor, addresses }: SetUp): Promise<void> {
  const workshop = await openWorkshop({ root: data, practice: false, log: silentLog });
  const { url, idScope, caPem } = dps;
  await workshop.services.add(
    { name: service, url, idScope, ca: [caPem], operationsPerMinute: 1_000_000 },
    dps.connectionString,
  );
  await workshop.authorities.createPilot("line-ca");
  await workshop.trust.add(utf8(vendor.rootPem));
  await workshop.trust.add(vendor.issuerDer);
  await workshop.close();
  mkdirSync(join(data, "recipes"), { recursive: true });
  for (const attestation of crashKinds) {
    const source = recipeSource({ attestation, idScope, endpoint: dps.endpoint, model: modelOf[attestation] });
    writeFileSync(join(data, "recipes", `${attestation}.yaml`), source);
  }
  const slots = [...addresses].map(([name, port]) => ({ name, port }));
  writeFileSync(join(data, "station.yaml"), JSON.stringify({ station: "Crash line", slots }));
}
