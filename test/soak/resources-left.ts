import { setTimeout as delay } from "node:timers/promises";

/** Handles and timers that keep the process alive, by kind; what a test runner itself holds is in `before`. */
export function resourcesNow(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** What there is more of than before, once what is under way has had time to end. */
export async function resourcesLeft(before: ReadonlyMap<string, number>): Promise<readonly string[]> {
  const more = (): readonly string[] =>
    [...resourcesNow()]
      .filter(([kind, count]) => count > (before.get(kind) ?? 0))
      .map(([kind, count]) => `${count} ${kind}`);
  for (let waited = 0; more().length > 0 && waited < 3000; waited += 50) await delay(50);
  return more();
}
