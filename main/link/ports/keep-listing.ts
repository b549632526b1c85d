import { setTimeout as delay } from "node:timers/promises";

/** So many looks in a row may bring no list before what was there counts as gone. */
const mostMissed = 3;
const listWithinMs = 5000;

/**
 * A list for whoever looks again and again: what could not be listed just now, or not in time, is as it was. A system that is busy has
 * not pulled every plug of the fixture. The first list, and one that stays away, is empty.
 */
export function keepListing<Item>(
  list: () => Promise<readonly Item[]>,
  withinMs = listWithinMs,
): () => Promise<readonly Item[]> {
  let last: readonly Item[] = [];
  let missed = 0;
  return async () => {
    const listed = await inTime(list, withinMs);
    missed = listed === undefined ? missed + 1 : 0;
    if (listed !== undefined || missed > mostMissed) last = listed ?? [];
    return last;
  };
}

async function inTime<Value>(task: () => Promise<Value>, ms: number): Promise<Value | undefined> {
  const stop = new AbortController();
  const late = delay(ms, undefined, { signal: stop.signal }).catch(() => undefined);
  try {
    return await Promise.race([task(), late]);
  } catch {
    return undefined;
  } finally {
    stop.abort();
  }
}
