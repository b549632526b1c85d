import { setTimeout as sleep } from "node:timers/promises";
import { utf8 } from "../../main/base/bytes/bytes.ts";
import { silentLog } from "../../main/base/log.ts";
import { openLot } from "../../main/station/line-lots.ts";
import { readRecipe } from "../../main/station/recipe-shelf.ts";
import { openWorkshop, type Workshop } from "../../main/station/workshop.ts";
import type { Slot, SlotWork } from "../../main/workflow/slots/slot.ts";
import { Slots } from "../../main/workflow/slots/slots.ts";
import { setUpPlant } from "../harness/plant.ts";
import { BenchPort, type Spent } from "./bench-port.ts";
import { DeviceFarm } from "./device-farm.ts";
import { waitedForProcessorMs } from "./waited-for-processor.ts";
import { median, rounded } from "./statistics.ts";

type Attestation = "tpm" | "x509";

/**
 * `at once`: all units are plugged in at the same instant, as by closing a fixture's lid, so that all want the same of the station at
 * the same time: the worst case. `in turn`: every slot gets its next unit as soon as a hand has changed it, two to four seconds after
 * the last one is done: the line at work.
 */
type Pace = "at once" | "in turn";

/**
 * One kind of unit at one number of slots. Times in milliseconds, all of them medians over the units but `worst`.
 * - `total`: from the plug to PASS on the slot, everything durable on disk.
 * - `wire`: bytes both ways × 10 bits ÷ 115 200.
 * - `device`: what the device needs for keys, signatures and TPM commands.
 * - `station`: the rest, whatever it was: our code, waiting for the disk, timers, the neighbours in the fixture.
 */
export interface UnitTimes {
  readonly attestation: Attestation;
  readonly slots: number;
  readonly pace: Pace;
  readonly units: number;
  readonly bytes: number;
  readonly totalMs: number;
  readonly wireMs: number;
  readonly deviceMs: number;
  readonly stationMs: number;
  readonly sharePercent: number;
  readonly worstSharePercent: number;
  /** Of `stationMs`, what the bench's own thread of devices kept bytes waiting: no station's fault, but not taken off. */
  readonly benchLateMs: number;
  /** Processor time of the station's main thread a unit, for a look behind a bad share. */
  readonly cpuMs: number;
  /** Of this whole process when the last round was over, with the devices on their thread, which need most of it. */
  readonly memoryMiB: number;
  /** What the station's own thread has in use of it: heap and buffers. */
  readonly stationMiB: number;
  /** Rounds that count although other programs had the processors, because there was no end of them: the figures say little then. */
  readonly disturbedRounds: number;
}

/** Issue 2: the station takes no more of the time from plug to PASS than this. */
export const mostSharePercent = 15;

const slotCounts = [1, 8, 32] as const;
const attestations = ["tpm", "x509"] as const;
const roundsOf = { 1: 9, 8: 5, 32: 3 } as const;
/** As long as the quickest hands need to change that many units: meanwhile the station enrolls those that passed. */
const changeMs = { 1: 500, 8: 3_000, 32: 10_000 } as const;
/** A round in which the station stood this part of its time in the queue for a processor says nothing about the station. */
const disturbed = 0.05;
const triesPerRound = 4;
const mostSlots = 32;
/** Seconds a hand needs to change a unit. */
const handSeconds = { least: 2, most: 4 } as const;

interface Measured extends Spent {
  readonly totalMs: number;
  readonly waitedMs: number;
}

interface Round {
  readonly units: readonly Measured[];
  readonly cpuMs: number;
}

const disturbance = ({ units }: Round): number => Math.max(...units.map(({ totalMs, waitedMs }) => waitedMs / totalMs));
const isDisturbed = (round: Round): boolean => disturbance(round) > disturbed;

/**
 * Provisions virtual units on a real station: its records on disk and fully synchronous, its queue enrolling in the background at a
 * practice service in a process of its own. The devices and their wires are on another thread (`DeviceFarm`).
 */
export async function measureUnitTimes(mostRounds = 9): Promise<readonly UnitTimes[]> {
  const plant = await setUpPlant();
  const workshop = await openWorkshop({ root: plant.data, practice: false, log: silentLog });
  const farm = await DeviceFarm.start();
  try {
    await workshop.trust.add(utf8(farm.rootPem));
    await workshop.trust.add(farm.issuerDer);
    await workshop.authorities.createPilot("line-ca");
    workshop.queue.start();
    const results: UnitTimes[] = [];
    for (const attestation of attestations) {
      const recipe = await readRecipe(plant.recipe({ attestation }));
      const work = { lot: `BENCH-${attestation}`, recipe };
      await openLot(workshop.records, work.lot, recipe, null);
      const bench = new Bench(workshop, { work, farm, mostRounds });
      const alone = await bench.atOnce(1);
      const deviceMs = median(alone.units.map((unit) => unit.deviceMs));
      results.push(summary({ attestation, slots: 1, pace: "at once" }, alone, deviceMs));
      for (const slots of slotCounts.slice(1)) {
        results.push(summary({ attestation, slots, pace: "at once" }, await bench.atOnce(slots), deviceMs));
      }
      const inTurn = await bench.inTurn(mostSlots);
      results.push(summary({ attestation, slots: mostSlots, pace: "in turn" }, inTurn, deviceMs));
    }
    return results;
  } finally {
    await workshop.close();
    await farm.stop();
    await plant.stop();
  }
}

interface Measurement extends Round {
  readonly disturbedRounds: number;
}

/**
 * The device's time is that of a unit alone in the fixture, also among eight: measured there it would hold the time other units
 * kept the processor, and the station would get its own slowness as a present.
 */
function summary(
  what: Pick<UnitTimes, "attestation" | "slots" | "pace">,
  { units, cpuMs, disturbedRounds }: Measurement,
  deviceMs: number,
): UnitTimes {
  const stationMs = units.map(({ totalMs, wireMs, deviceMs: own }) => totalMs - wireMs - Math.min(own, deviceMs));
  const shares = units.map(({ totalMs }, index) => (100 * (stationMs[index] ?? 0)) / totalMs);
  const { rss, heapUsed, external } = process.memoryUsage();
  return {
    ...what,
    units: units.length,
    bytes: median(units.map(({ bytes }) => bytes)),
    totalMs: rounded(median(units.map(({ totalMs }) => totalMs))),
    wireMs: rounded(median(units.map(({ wireMs }) => wireMs))),
    deviceMs: rounded(deviceMs),
    disturbedRounds,
    stationMs: rounded(median(stationMs)),
    sharePercent: rounded(median(shares)),
    worstSharePercent: rounded(Math.max(...shares)),
    benchLateMs: rounded(median(units.map(({ lateMs }) => lateMs))),
    cpuMs: rounded(cpuMs / units.length),
    memoryMiB: rounded(rss / 2 ** 20, 0),
    stationMiB: rounded((heapUsed + external) / 2 ** 20, 0),
  };
}

/** The rounds that were disturbed least: chosen by that alone, whatever came out of them. */
function together(rounds: readonly Round[], wanted: number): Measurement {
  const counted = rounds.toSorted((a, b) => disturbance(a) - disturbance(b)).slice(0, wanted);
  return {
    units: counted.flatMap(({ units }) => units),
    cpuMs: counted.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    disturbedRounds: counted.filter(isDisturbed).length,
  };
}

let unitCount = 0;

/** The slots of one measurement. */
class Bench {
  readonly #work: SlotWork;
  readonly #farm: DeviceFarm;
  readonly #workshop: Workshop;
  readonly #mostRounds: number;

  constructor(
    workshop: Workshop,
    { work, farm, mostRounds }: { readonly work: SlotWork; readonly farm: DeviceFarm; readonly mostRounds: number },
  ) {
    this.#workshop = workshop;
    this.#work = work;
    this.#farm = farm;
    this.#mostRounds = mostRounds;
  }

  /** Rounds of so many units plugged in at the same moment; the first round warms everything up and does not count. */
  async atOnce(slotCount: (typeof slotCounts)[number]): Promise<Measurement> {
    const { ports, slots, ends } = this.#fixture(slotCount);
    const rounds: Round[] = [];
    const wanted = Math.min(roundsOf[slotCount], this.#mostRounds);
    for (let round = 0; round <= wanted * (this.#mostRounds < roundsOf[slotCount] ? 1 : triesPerRound); round += 1) {
      // One after the other: thirty-two TPMs that make their keys at the same time are late for each other.
      for (const { id } of ports) await this.#makeDevice(id);
      const before = process.threadCpuUsage();
      const units = await Promise.all(ports.map((port) => plugIn(port, ends)));
      if (round > 0) rounds.push({ units, cpuMs: cpuMsSince(before) });
      await until(() => !slots.isRunning);
      for (const port of ports) port.unplug();
      await sleep(changeMs[slotCount]);
      if (rounds.filter((measured) => !isDisturbed(measured)).length === wanted) break;
    }
    await slots.close();
    return together(rounds, wanted);
  }

  /** Slots that begin at any moment and go on by themselves; the first unit of each does not count. */
  async inTurn(slotCount: number): Promise<Measurement> {
    const { ports, slots, ends } = this.#fixture(slotCount);
    const turns = Array.from({ length: 1 + Math.min(roundsOf[32], this.#mostRounds) }, (_, turn) => turn);
    for (const turn of turns) for (const { id } of ports) await this.#makeDevice(`${id}/${turn}`);
    const before = process.threadCpuUsage();
    const bySlot = await Promise.all(
      ports.map(async (port) => {
        const units: Measured[] = [];
        for (const turn of turns) {
          await sleep(1000 * (handSeconds.least + Math.random() * (handSeconds.most - handSeconds.least)));
          units.push(await plugIn(port, ends, `${port.id}/${turn}`));
          await until(() => !slots.get(port.id).isRunning);
          port.unplug();
        }
        return units;
      }),
    );
    const cpuMs = cpuMsSince(before) / turns.length;
    await slots.close();
    const rounds = turns.slice(1).map((turn) => ({ units: bySlot.flatMap((units) => units[turn] ?? []), cpuMs }));
    return together(rounds, rounds.length);
  }

  #fixture(slotCount: number) {
    const ports = Array.from({ length: slotCount }, (_, index) => new BenchPort(String(index + 1), this.#farm));
    const ends = new Map<string, PromiseWithResolvers<Measured>>();
    const slots = new Slots({
      ports,
      plant: this.#workshop.plant,
      work: () => this.#work,
      onChange: (slot) => {
        const port = ports.find(({ id }) => id === slot.id);
        if (port !== undefined) settle(slot, port, ends.get(slot.id));
      },
    });
    return { ports, ends, slots };
  }

  async #makeDevice(place: string): Promise<void> {
    unitCount += 1;
    const serialNumber = `BENCH${String(unitCount).padStart(6, "0")}`;
    const { product, attestation } = this.#work.recipe.recipe;
    await this.#farm.make(place, { serialNumber, model: product.model, withTpm: attestation.type === "tpm" });
  }
}

function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

interface Start {
  readonly ms: number;
  readonly waitedMs: number;
}

const starts = new Map<string, Start>();
const seenRuns = new Set<string | null>();

function plugIn(
  port: BenchPort,
  ends: Map<string, PromiseWithResolvers<Measured>>,
  device?: string,
): Promise<Measured> {
  const end = Promise.withResolvers<Measured>();
  ends.set(port.id, end);
  starts.set(port.id, { ms: performance.now(), waitedMs: waitedForProcessorMs() });
  port.plug(device);
  return end.promise;
}

function settle(slot: Slot, port: BenchPort, end: PromiseWithResolvers<Measured> | undefined): void {
  const { run } = slot.state;
  // The last unit's result stays on the slot until the next run begins.
  if (run === null || run.outcome === "running" || seenRuns.has(run.runId)) return;
  seenRuns.add(run.runId);
  const start = starts.get(slot.id) ?? { ms: 0, waitedMs: 0 };
  const totalMs = performance.now() - start.ms;
  const waitedMs = waitedForProcessorMs() - start.waitedMs;
  if (run.outcome === "pass") end?.resolve({ totalMs, waitedMs, ...port.spent() });
  else end?.reject(new Error(`${run.error?.code ?? ""}: ${run.error?.detail ?? ""}`));
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(5);
}
