import { copyFileSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { SeededRandom } from "../seeded-random.ts";
import { checkFiles } from "./check-files.ts";
import type { CrashFixture } from "./crash-fixture.ts";
import { heldCertificates } from "./crash-units.ts";
import { cutPower } from "./cut-power.ts";
import type { Hands } from "./hands.ts";
import type { ShownPasses } from "./shown-passes.ts";
import { type Screen, StationProcess, type StationProgram } from "./station-process.ts";

export interface CrashShiftOptions {
  readonly station: StationProgram;
  readonly folder: string;
  readonly fixture: CrashFixture;
  readonly hands: Hands;
  readonly shown: ShownPasses;
  readonly random: SeededRandom;
  /** At work, before it is killed. */
  readonly longestLifeMs: number;
}

export interface ShiftCounts {
  kills: number;
  /** Of them before the station answered. */
  killsInStart: number;
  cuts: number;
  lotChanges: number;
  readonly startMs: number[];
}

const duringStart = 0.15;
const withNewLot = 0.4;
const drainWithinMs = 120_000;

/** A shift in which the station is killed again and again, and now and then the power is cut in a copy of its files. */
export class CrashShift {
  readonly counts: ShiftCounts = { kills: 0, killsInStart: 0, cuts: 0, lotChanges: 0, startMs: [] };
  readonly wrong: string[] = [];
  readonly #options: CrashShiftOptions;

  constructor(options: CrashShiftOptions) {
    this.#options = options;
  }

  /** One life, ended by SIGKILL at a random moment of its start or its work; `cuts`: how often the power goes in between. */
  async liveAndDie(cuts: number): Promise<void> {
    const { random, station: program } = this.#options;
    const station = new StationProcess(program);
    const startedMs = performance.now();
    if (this.counts.startMs.length > 0 && random.chance(duringStart)) {
      this.counts.killsInStart += 1;
      await delay(random.below(this.#typicalStartMs()));
      await station.kill("SIGKILL");
    } else {
      const screen = await station.connect();
      if (screen === undefined) this.wrong.push(`a station did not start: ${station.said}`);
      else {
        this.counts.startMs.push(Math.round(performance.now() - startedMs));
        await this.#work(station, screen, cuts);
      }
    }
    this.counts.kills += 1;
    await this.#check(this.#copy());
  }

  /** A last life: every run ends, every entry reaches its service, and the station is closed in order. */
  async liveToTheEnd(): Promise<void> {
    const station = new StationProcess(this.#options.station);
    const screen = await station.connect();
    if (screen === undefined) return void this.wrong.push(`the last station did not start: ${station.said}`);
    const { hands, longestLifeMs } = this.#options;
    const working = hands.work(screen.client).catch(() => undefined);
    await delay(longestLifeMs);
    await hands.rest(screen.client);
    await delay(200);
    const giveUpMs = performance.now() + drainWithinMs;
    while ((await screen.client.station.service()).queued > 0) {
      if (performance.now() > giveUpMs) {
        this.wrong.push(`entries still wait: ${JSON.stringify(await screen.client.station.service())}`);
        break;
      }
      await delay(50);
    }
    const how = await station.kill("SIGTERM");
    if (how !== "0") this.wrong.push(`the station ended with ${how}: ${station.said}`);
    await working;
    await this.#check(this.#copy());
  }

  async #work(station: StationProcess, { client, closed }: Screen, cuts: number): Promise<void> {
    const { hands, random } = this.#options;
    // On a machine that has much else to do a station does as much in its life, and takes longer.
    const longestLifeMs = Math.max(this.#options.longestLifeMs, 2 * (this.counts.startMs.at(-1) ?? 0));
    const working = hands.work(client).catch(() => undefined);
    const changing = random.chance(withNewLot)
      ? hands.changeLot(client).then(
          () => (this.counts.lotChanges += 1),
          () => undefined,
        )
      : undefined;
    const moments = Array.from({ length: cuts + 1 }, () => random.below(longestLifeMs)).sort((a, b) => a - b);
    let lived = 0;
    for (const [number, moment] of moments.entries()) {
      await delay(moment - lived);
      lived = moment;
      if (number < cuts) await this.#cutPower(station);
    }
    await station.kill("SIGKILL");
    await Promise.all([closed, working, Promise.race([changing, delay(1_000)])]);
  }

  async #cutPower(station: StationProcess): Promise<void> {
    const { station: program, folder, shown, fixture, random } = this.#options;
    const to = join(folder, `cut-${this.counts.cuts}.db`);
    const found = await station.whileStopped(() => {
      const expected = { passes: [...shown.passes.values()], devices: heldCertificates(fixture.units) };
      return cutPower(join(program.data, "station.db"), program.forced, to, random) ? expected : undefined;
    });
    if (found === undefined) return;
    this.counts.cuts += 1;
    const wrong = await checkFiles(to, found);
    this.wrong.push(...wrong.map((what) => `power cut ${this.counts.cuts}: ${what}`));
    if (wrong.length === 0) removeRecords(to);
  }

  async #check(file: string): Promise<void> {
    const { shown, fixture } = this.#options;
    const devices = heldCertificates(fixture.units);
    const wrong = await checkFiles(file, { passes: [...shown.passes.values()], devices });
    this.wrong.push(...wrong.map((what) => `after kill ${this.counts.kills}: ${what}`));
    removeRecords(file);
  }

  /** The files as they are, log and all: the station that starts next finds what its predecessor left, not what a check has tidied. */
  #copy(): string {
    const from = join(this.#options.station.data, "station.db");
    const to = join(this.#options.folder, "copy.db");
    for (const end of ["", "-wal"]) if (existsSync(from + end)) copyFileSync(from + end, to + end);
    return to;
  }

  #typicalStartMs(): number {
    return this.counts.startMs.toSorted((a, b) => a - b)[Math.floor(this.counts.startMs.length / 2)] ?? 0;
  }
}

function removeRecords(file: string): void {
  for (const end of ["", "-wal", "-shm"]) rmSync(file + end, { force: true });
}
