import { describe, expect, it } from "vitest";
import { Pace, type SharedTurns } from "../../../../main/dps/http/pace.ts";

/** Time that moves only when everybody sleeps: to the next one's end. */
function fakeWorld() {
  let now = 5_000;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  return {
    monotonicMs: () => now,
    sleep: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        sleepers.push({ at: now + ms, wake: resolve });
      }),
    /** Lets time run until nobody sleeps. */
    async run(): Promise<void> {
      for (;;) {
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
        sleepers.sort((a, b) => a.at - b.at);
        const next = sleepers.shift();
        if (next === undefined) return;
        now = Math.max(now, next.at);
        next.wake();
      }
    },
    advance: (ms: number): void => {
      now += ms;
    },
  };
}

async function startsOf(count: number, operationsPerMinute: number | undefined, rest?: (pace: Pace) => void) {
  const world = fakeWorld();
  const pace = new Pace({ operationsPerMinute, longestWaitMs: 60_000 }, world);
  const begin = world.monotonicMs();
  const starts: number[] = [];
  const calls = Array.from({ length: count }, async (_, index) => {
    await pace.turn();
    starts.push(world.monotonicMs() - begin);
    if (index === 0) rest?.(pace);
  });
  await world.run();
  await Promise.all(calls);
  return starts;
}

describe("pace", () => {
  it("lets a second's worth through at once and spaces the rest evenly", async () => {
    const starts = await startsOf(1_201, 600);
    expect(starts.filter((ms) => ms === 0)).toHaveLength(9);
    const gaps = starts.slice(10).map((ms, index) => ms - (starts[9 + index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(100);
    expect(Math.max(...gaps)).toBeLessThan(105);
  });

  it("never lets more through in any minute than the allowance, and uses at least 95 % of it", async () => {
    const starts = await startsOf(5_000, 1_000);
    const inMinute = (from: number): number => starts.filter((ms) => ms >= from && ms < from + 60_000).length;
    const counts = [0, 1, 10_000, 60_000, 100_000, 180_000].map(inMinute);
    expect(Math.max(...counts)).toBeLessThanOrEqual(1_000);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(950);
  });

  it("saves no more than a second's worth while nobody calls", async () => {
    const world = fakeWorld();
    const pace = new Pace({ operationsPerMinute: 60, longestWaitMs: 60_000 }, world);
    world.advance(600_000);
    const begin = world.monotonicMs();
    const ends = Promise.all([1, 2, 3].map(async () => pace.turn().then(() => world.monotonicMs() - begin)));
    await world.run();
    const [first = -1, second = 0, third = 0] = await ends;
    expect(first).toBe(0);
    expect(second).toBeGreaterThanOrEqual(1_000);
    expect(third - second).toBeGreaterThanOrEqual(1_000);
  });

  it("without an allowance nobody waits", async () => {
    expect(new Set(await startsOf(1_000, undefined))).toEqual(new Set([0]));
  });

  it("a pause asked of one call holds all the others, those that wait already too", async () => {
    const starts = await startsOf(30, 600, (pace) => {
      pace.pause(30_000);
    });
    expect(starts.slice(1).filter((ms) => ms > 0 && ms < 30_000)).toEqual([]);
    expect(starts.at(-1)).toBe(30_000);
  });

  it("a pause longer than anybody waits fails the call at once, as throttled, with what is left of it", async () => {
    const world = fakeWorld();
    const pace = new Pace({ operationsPerMinute: 600, longestWaitMs: 1_000 }, world);
    pace.pause(90_000);
    await expect(pace.turn()).rejects.toMatchObject({
      code: "dps.throttled",
      retryAfterMs: 90_000,
      mayHaveActed: false,
    });
    world.advance(89_500);
    const turn = pace.turn();
    await world.run();
    await turn;
    expect(world.monotonicMs()).toBe(95_000);
  });
});

describe("pace kept with others", () => {
  type World = ReturnType<typeof fakeWorld>;

  /** As the file between processes is. */
  function sharedTurns(world: World): SharedTurns {
    let at = 0;
    return {
      bookedMs: () => at - world.monotonicMs(),
      book: (ms) => {
        at = world.monotonicMs() + ms;
      },
      close: () => undefined,
    };
  }

  const paceOf = (world: World, shared: SharedTurns, operationsPerMinute = 600) =>
    new Pace({ operationsPerMinute, longestWaitMs: 60_000, shared }, world);

  /** One caller after another, until the time is over. */
  async function callUntil(world: World, pace: Pace, endMs: number): Promise<readonly number[]> {
    const starts: number[] = [];
    while (world.monotonicMs() < endMs) {
      await pace.turn();
      starts.push(world.monotonicMs());
    }
    return starts;
  }

  const mostInMinute = (starts: readonly number[]): number =>
    Math.max(...starts.map((from) => starts.filter((ms) => ms >= from && ms < from + 60_000).length));

  it("three that always want to call: none of them starves, and no minute sees more than the allowance or less than 95 %", async () => {
    const world = fakeWorld();
    const shared = sharedTurns(world);
    const end = world.monotonicMs() + 180_000;
    const all = Promise.all([1, 2, 3].map(async () => callUntil(world, paceOf(world, shared), end)));
    await world.run();
    const starts = await all;
    const each = starts.map(({ length }) => length);
    expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(10);
    expect(mostInMinute(starts.flat())).toBeLessThanOrEqual(600);
    expect(each.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(0.95 * 1_800);
  });

  it("one that joins gets its part at once, and the first one has all again when it is gone", async () => {
    const world = fakeWorld();
    const shared = sharedTurns(world);
    const begin = world.monotonicMs();
    const station = callUntil(world, paceOf(world, shared), begin + 240_000);
    const guest = (async () => {
      const pace = paceOf(world, shared);
      await world.sleep(90_000);
      return callUntil(world, pace, begin + 150_000);
    })();
    await world.run();
    const [ours, theirs] = await Promise.all([station, guest]);
    expect(theirs.length).toBeGreaterThanOrEqual(275);
    expect(theirs.length).toBeLessThanOrEqual(305);
    expect(mostInMinute([...ours, ...theirs])).toBeLessThanOrEqual(600);
    expect(ours.filter((ms) => ms >= begin + 170_000 && ms < begin + 230_000).length).toBeGreaterThanOrEqual(570);
  });

  it("two that keep different paces both get on", async () => {
    const world = fakeWorld();
    const shared = sharedTurns(world);
    const end = world.monotonicMs() + 120_000;
    const [fast, slow] = [paceOf(world, shared), paceOf(world, shared, 60)];
    const all = Promise.all([callUntil(world, fast, end), callUntil(world, slow, end)]);
    await world.run();
    const [many, few] = await all;
    expect(few.length).toBeGreaterThan(60);
    expect(many.length).toBeGreaterThan(60);
    expect(mostInMinute([...many, ...few])).toBeLessThanOrEqual(600);
  });

  it("a pause asked of one holds the others, however many turns are taken meanwhile", async () => {
    const world = fakeWorld();
    const shared = sharedTurns(world);
    const [one, other] = [paceOf(world, shared), paceOf(world, shared)];
    const begin = world.monotonicMs();
    one.pause(20_000);
    const ends = Promise.all([one, one, other, other].map(async (pace) => pace.turn().then(() => world.monotonicMs())));
    await world.run();
    for (const end of await ends) expect(end - begin).toBeGreaterThanOrEqual(20_000);
  });

  it("a time that cannot be right holds nobody up", async () => {
    const world = fakeWorld();
    const pace = paceOf(world, { bookedMs: () => 3_600_000, book: () => undefined, close: () => undefined });
    const begin = world.monotonicMs();
    const turn = pace.turn();
    await world.run();
    await turn;
    expect(world.monotonicMs() - begin).toBe(0);
  });
});
