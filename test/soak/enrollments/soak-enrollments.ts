import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { silentLog } from "../../../main/base/log.ts";
import { type PracticeDps, startPracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { openWorkshop } from "../../../main/station/workshop.ts";
import { SeededRandom } from "../seeded-random.ts";
import { compareWithRecords } from "./compare-with-records.ts";
import { registerDevices } from "./field-devices.ts";
import { reconcileByCommand } from "./reconcile-by-command.ts";
import { runStation } from "./run-station.ts";
import { soakService } from "./soak-entries.ts";

export interface EnrollmentSoakOptions {
  readonly enrollments: number;
  readonly kills: number;
  readonly seed: number;
  readonly onProgress?: (what: string) => void;
}

export interface EnrollmentSoakReport {
  readonly seed: number;
  readonly enrollments: number;
  readonly kills: number;
  readonly seconds: number;
  /** Requests the service has seen. */
  readonly calls: number;
  /** How often each fault was put in. */
  readonly faults: Readonly<Record<string, number>>;
  /** Devices that registered. */
  readonly registered: number;
  /** Everything that must not be; empty when all is well. */
  readonly wrong: readonly string[];
}

/** Of every ten requests one goes wrong, one way or another; of the slow ones some longer than a station waits. */
const faults = [
  { fault: "throttled", rate: 0.018, retryAfter: "0" },
  { fault: "throttled", rate: 0.002, retryAfter: 1 },
  { fault: "error", rate: 0.02 },
  { fault: "slow", rate: 0.018, ms: 200 },
  { fault: "slow", rate: 0.002, ms: 1_500 },
  { fault: "reset-before-commit", rate: 0.015 },
  { fault: "reset-after-commit", rate: 0.015 },
  { fault: "conflict", rate: 0.01 },
  { fault: "hub-unauthorized", rate: 0.1 },
] as const;

/**
 * Enrolls units at a service that fails in every way it can, from a station that is killed again and again, and then asks the service,
 * by Microsoft's client and by our own reconciliation, whether it and the records say the same of every one.
 */
export async function soakEnrollments(options: EnrollmentSoakOptions): Promise<EnrollmentSoakReport> {
  const { enrollments, kills, seed, onProgress = () => undefined } = options;
  const folder = mkdtempSync(join(tmpdir(), "touchmark-soak-enrollments-"));
  const startedMs = performance.now();
  const dps = await startPracticeDps({ assignAfterMs: 20, retryAfterSeconds: 0 });
  const seen = new FaultCount(dps);
  try {
    const root = join(folder, "data");
    await setUpStation(root, dps);
    dps.useScenario({ seed, faults: [...faults] });
    const random = new SeededRandom(seed);
    const over = new AbortController();
    const outages = cutNowAndThen(dps, new SeededRandom(seed + 1), over.signal);
    const devices = registerDevices(dps, enrollments, over.signal);
    const station = await runStation({ root, units: enrollments, kills, random, onProgress });
    over.abort();
    const [registered, outageCount] = await Promise.all([devices, outages]);
    dps.useScenario({});
    onProgress("comparing");
    const wrong = [
      ...station.wrong,
      ...(await reconcileByCommand(root, enrollments)),
      ...(await compareWithRecords(root, dps, enrollments)),
    ];
    const calls = dps.calls.count;
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    return {
      seed,
      enrollments,
      kills: station.kills,
      seconds,
      calls,
      faults: { ...seen.stop(), outage: outageCount },
      registered,
      wrong,
    };
  } finally {
    seen.stop();
    await dps.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Nobody reaches the service for a moment, again and again: then a backlog forms, which goes in bulk. Answers how often. */
async function cutNowAndThen(dps: PracticeDps, random: SeededRandom, over: AbortSignal): Promise<number> {
  for (let times = 0; ; times += 1) {
    await delay(2_000 + random.below(6_000), undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) return times;
    dps.setReachable(false);
    await delay(random.below(1_500));
    dps.setReachable(true);
  }
}

/** As an engineer does on the command line, but with a pace that is none. */
async function setUpStation(root: string, dps: PracticeDps): Promise<void> {
  const workshop = await openWorkshop({ root, practice: false, log: silentLog });
  const service = { name: soakService, url: dps.url, idScope: dps.idScope, ca: [dps.caPem] };
  await workshop.services.add({ ...service, operationsPerMinute: 1_000_000 }, dps.connectionString);
  await workshop.close();
}

/** Counts faults by kind; the log of calls is a ring, so it is read before it turns. */
class FaultCount {
  readonly #dps: PracticeDps;
  readonly #timer: NodeJS.Timeout;
  readonly #counts = new Map<string, number>();
  #looked = 0;

  constructor(dps: PracticeDps) {
    this.#dps = dps;
    this.#timer = setInterval(() => this.#look(), 50);
  }

  stop(): Readonly<Record<string, number>> {
    clearInterval(this.#timer);
    this.#look();
    return Object.fromEntries(this.#counts);
  }

  #look(): void {
    for (const { fault, status } of this.#dps.calls.since(this.#looked)) {
      if (fault !== null) this.#count(fault === "answer" ? `answer ${status ?? "none"}` : fault);
    }
    this.#looked = this.#dps.calls.count;
  }

  #count(kind: string): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
  }
}
