import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createPracticeVendor, type PracticeVendor } from "../../main/practice/vendor/practice-vendor.ts";
import { Slots } from "../../main/workflow/slots/slots.ts";
import { liveBytes } from "../harness/live-bytes.ts";
import { type CableFault, cableFaults } from "./bad-cable.ts";
import { checkRecords } from "./check-records.ts";
import { resourcesLeft, resourcesNow } from "./resources-left.ts";
import { SeededRandom } from "./seeded-random.ts";
import { openSoakLine, type SoakLine } from "./soak-line.ts";
import { SoakLog } from "./soak-log.ts";
import { SoakPort, type Tally } from "./soak-port.ts";
import { type Attestation, SoakUnits } from "./soak-units.ts";

export interface SoakOptions {
  readonly runs: number;
  readonly slots: number;
  readonly seed: number;
  readonly onProgress?: (runs: number) => void;
}

export interface SoakReport {
  readonly seed: number;
  readonly runs: number;
  readonly seconds: number;
  readonly passed: number;
  /** How often each failure was shown. */
  readonly failures: Readonly<Record<string, number>>;
  readonly faults: Tally["faultsInjected"];
  readonly lateBytesInjected: number;
  readonly impostors: number;
  /** Live bytes more at the end than after the first quarter, divided by the runs between. */
  readonly bytesPerRun: number;
  /** Everything that must not be; empty when all is well. */
  readonly wrong: readonly string[];
}

const warmUp = 1 / 4;
/** The part of the slots whose units have a TPM: they take the processor far longer. */
const tpmSlots = 1 / 8;
const mostTpms = 48;
const faultless = 0.3;
const repeatedAtOnce = 0.1;
/** What one run may leave in memory, this test's own notes of it included; and what a short soak may by caches that fill. */
const mostBytesPerRun = 1024;
const mostBytes = 8 * 2 ** 20;
const longestRunMs = 180_000;

/** Runs units through all slots of a line at once, with everything going wrong around it, and says what the line did wrong. */
export async function soak(options: SoakOptions): Promise<SoakReport> {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-soak-"));
  const vendor = await createPracticeVendor();
  const before = resourcesNow();
  const startedMs = performance.now();
  try {
    const line = await openSoakLine(join(folder, "records.sqlite"), vendor);
    const fixture = new Fixture(line, options, vendor);
    const bytesPerRun = await fixture.run();
    fixture.log.wrong.push(...(await checkRecords(line.records, fixture.log)));
    await line.records.close();
    const left = await resourcesLeft(before);
    fixture.log.wrong.push(...left.map((what) => `left behind: ${what}`));
    return { ...fixture.report(), seconds: Math.round((performance.now() - startedMs) / 1000), bytesPerRun };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The slots, the piles of units beside them, and a pair of hands for each slot. */
class Fixture {
  readonly log = new SoakLog();
  readonly #options: SoakOptions;
  readonly #tally: Tally;
  readonly #ports: ReadonlyMap<string, SoakPort>;
  readonly #piles: Readonly<Record<Attestation, SoakUnits>>;
  readonly #slots: Readonly<Record<Attestation, Slots>>;
  readonly #random: SeededRandom;

  constructor({ plant, work }: SoakLine, options: SoakOptions, vendor: PracticeVendor) {
    this.#options = options;
    const { runs, slots, seed } = options;
    this.#tally = {
      linksOpened: 0,
      linksClosed: 0,
      bytesAfterClose: 0,
      lateBytesInjected: 0,
      faultsInjected: Object.fromEntries(cableFaults.map((fault): [CableFault, number] => [fault, 0])),
    };
    const ids = Array.from({ length: slots }, (_, index) => String(index + 1));
    this.#random = new SeededRandom(seed);
    this.#ports = new Map(ids.map((id) => [id, new SoakPort(id, this.#ownRandom(), this.#tally)]));
    this.#piles = {
      tpm: new SoakUnits("tpm", this.#ownRandom(), vendor, mostTpms),
      x509: new SoakUnits("x509", this.#ownRandom(), vendor, runs),
    };
    const slotsOf = (attestation: Attestation, some: readonly SoakPort[]): Slots =>
      new Slots({
        ports: some,
        plant,
        work: () => work[attestation],
        onChange: (slot) => {
          const port = this.#ports.get(slot.id);
          if (port !== undefined) this.log.hear(slot, port);
        },
      });
    const all = [...this.#ports.values()];
    const withTpm = Math.ceil(slots * tpmSlots);
    this.#slots = { tpm: slotsOf("tpm", all.slice(0, withTpm)), x509: slotsOf("x509", all.slice(withTpm)) };
  }

  /** All runs; answers the live bytes that each one after the first quarter has left. */
  async run(): Promise<number> {
    const { runs } = this.#options;
    await this.#serveAll(runs * warmUp);
    const [early, earlyRuns] = [await liveBytes(), this.log.runs.size];
    await this.#serveAll(runs);
    const grown = (await liveBytes()) - early;
    const counted = Math.max(1, this.log.runs.size - earlyRuns);
    if (grown > Math.max(mostBytes, counted * mostBytesPerRun))
      this.log.wrong.push(`${grown} bytes left by ${counted} runs`);
    await Promise.all(Object.values(this.#slots).map((slots) => slots.close()));
    this.#checkTally();
    return Math.round(grown / counted);
  }

  report(): Omit<SoakReport, "seconds" | "bytesPerRun"> {
    const { runs, passed, failures, impostors, wrong } = this.log;
    const { faultsInjected: faults, lateBytesInjected } = this.#tally;
    return { seed: this.#options.seed, runs: runs.size, passed, failures, faults, lateBytesInjected, impostors, wrong };
  }

  #ownRandom(): SeededRandom {
    return new SeededRandom(this.#random.below(2 ** 32));
  }

  async #serveAll(until: number): Promise<void> {
    const progress = setInterval(() => this.#options.onProgress?.(this.log.runs.size), 10_000);
    try {
      const kinds = ["tpm", "x509"] as const;
      await Promise.all(kinds.flatMap((kind) => this.#slots[kind].all().map(({ id }) => this.#serve(id, kind, until))));
    } finally {
      clearInterval(progress);
    }
  }

  /** Plugs one unit after the other into a slot. */
  async #serve(id: string, kind: Attestation, until: number): Promise<void> {
    const port = this.#ports.get(id);
    const slot = this.#slots[kind].get(id);
    const pile = this.#piles[kind];
    if (port === undefined) return;
    const random = this.#ownRandom();
    while (this.log.runs.size < until) {
      const unit = await pile.take();
      const fault = random.chance(faultless) ? "none" : (cableFaults[random.below(cableFaults.length)] ?? "none");
      const next = fault === "swapped" ? await pile.take() : undefined;
      port.plug(unit, fault, next);
      await this.#ended(id, kind);
      if (port.unit !== undefined && random.chance(repeatedAtOnce)) {
        slot.start();
        await this.#ended(id, kind);
      }
      port.unplug();
      for (const back of next === undefined ? [unit] : [unit, next])
        pile.giveBack(back, this.log.identities.has(back.serialNumber));
    }
  }

  /** The unit in the slot has had its run, or there is none any more. */
  async #ended(id: string, kind: Attestation): Promise<void> {
    const [port, slot] = [this.#ports.get(id), this.#slots[kind].get(id)];
    const giveUpMs = performance.now() + longestRunMs;
    const ended = (): boolean =>
      !slot.isRunning &&
      slot.state.run?.outcome !== "running" &&
      (port?.unit === undefined || this.log.unitOf(id) === port.unit);
    while (!ended()) {
      if (performance.now() > giveUpMs) throw new Error(`slot ${id}: a run does not end`);
      await delay(4);
    }
  }

  #checkTally(): void {
    const { linksOpened, linksClosed, bytesAfterClose } = this.#tally;
    if (linksOpened !== linksClosed) this.log.wrong.push(`${linksOpened} links opened, ${linksClosed} closed`);
    if (bytesAfterClose > 0) this.log.wrong.push(`${bytesAfterClose} bytes heard after the session was closed`);
    const listeners = [...this.#ports.values()].reduce((sum, port) => sum + port.listeners, 0);
    if (listeners > 0) this.log.wrong.push(`${listeners} listeners left on the ports`);
  }
}
