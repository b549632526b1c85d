import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { SeededRandom } from "../seeded-random.ts";
import type { SoakProgress } from "./dying-station.ts";

export interface StationRun {
  readonly root: string;
  readonly units: number;
  readonly kills: number;
  readonly random: SeededRandom;
  readonly onProgress: (what: string) => void;
}

const longestSilenceMs = 120_000;
const longestPauseMs = 200;

/** Starts the station and kills it, at moments the seed has chosen, until all kills are done; then lets it come to its end. */
export async function runStation(
  run: StationRun,
): Promise<{ readonly kills: number; readonly wrong: readonly string[] }> {
  const { kills, random, units } = run;
  // Half of the work is making units, half of it enrolling them.
  const moments = Array.from({ length: kills }, () => random.next() * 1.9 * units).sort((a, b) => a - b);
  let killed = 0;
  for (const moment of moments) {
    const pauseMs = random.below(longestPauseMs);
    const signal = await oneLife(run, async (child, progress) => {
      if (progress.passed + progress.enrolled < moment) return false;
      await delay(pauseMs);
      return child.kill("SIGKILL");
    });
    if (signal !== "SIGKILL") return { kills: killed, wrong: [`the station ended by ${signal} before it was killed`] };
    killed += 1;
    run.onProgress(`killed at ${Math.round(moment)} of ${2 * units}`);
  }
  const end = await oneLife(run, () => Promise.resolve(false));
  return { kills: killed, wrong: end === 0 ? [] : [`the station ended by ${end}`] };
}

/** From a start to the end, by itself or by `judge`; the exit code or the signal. */
async function oneLife(
  { root, units, onProgress }: StationRun,
  judge: (child: ChildProcess, progress: SoakProgress) => Promise<boolean>,
): Promise<number | string> {
  const child = fork(new URL("./dying-station.ts", import.meta.url), [root, String(units)]);
  let lastMs = performance.now();
  let toldMs = 0;
  let judged = false;
  child.on("message", (progress: SoakProgress) => {
    lastMs = performance.now();
    if (lastMs - toldMs > 10_000) {
      toldMs = lastMs;
      onProgress(JSON.stringify(progress));
    }
    if (judged) return;
    judged = true;
    void (async () => {
      judged = await judge(child, progress);
    })();
  });
  const watch = setInterval(() => {
    if (performance.now() - lastMs > longestSilenceMs) child.kill("SIGTERM");
  }, 1_000);
  const [code, signal] = await once(child, "exit");
  clearInterval(watch);
  return code ?? signal;
}
