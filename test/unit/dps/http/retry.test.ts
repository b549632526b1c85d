import { describe, expect, it } from "vitest";
import { DpsError, type DpsFacts } from "../../../../main/dps/dps-error.ts";
import type { DpsReason } from "../../../../main/dps/dps-errors.ts";
import { defaultRetry, type Repetition, type RetryWorld, withRetry } from "../../../../main/dps/http/retry.ts";

/** A world whose time moves only by sleeping. */
class FakeWorld implements RetryWorld {
  readonly waits: number[] = [];
  #now = 0;
  readonly #random: number;

  constructor(random = 0) {
    this.#random = random;
  }

  monotonicMs(): number {
    return this.#now;
  }

  sleep(ms: number): Promise<void> {
    this.waits.push(ms);
    this.#now += ms;
    return Promise.resolve();
  }

  random(): number {
    return this.#random;
  }
}

type Failure = readonly [DpsReason, DpsFacts?];

/** Fails with each of these in turn, then succeeds. */
function run(repetition: Repetition, failures: readonly Failure[], world = new FakeWorld()): Promise<number> {
  let attempts = 0;
  const attempt = (): Promise<number> => {
    const failure = failures[attempts];
    attempts += 1;
    return failure === undefined
      ? Promise.resolve(attempts)
      : Promise.reject(new DpsError(failure[0], "x", failure[1]));
  };
  return withRetry({ repetition, attempt }, world);
}

const acted = { mayHaveActed: true };

describe("withRetry", () => {
  it("repeats what passes by itself", async () => {
    expect(await run("always", [["unreachable"], ["timeout", acted], ["server", acted], ["throttled"]])).toBe(5);
  });

  it.each([
    "unauthorized",
    "notFound",
    "exists",
    "conflict",
    "etag",
    "rejected",
    "malformed",
    "tls",
  ] as const)("never repeats %s", async (reason) => {
    const world = new FakeWorld();
    await expect(run("always", [[reason]], world)).rejects.toMatchObject({ reason });
    expect(world.waits).toEqual([]);
  });

  it("waits at least as long as it was asked, and a little more by chance", async () => {
    const world = new FakeWorld(0.5);
    await run(
      "always",
      [
        ["throttled", { retryAfterMs: 4_000 }],
        ["server", { retryAfterMs: 30_000 }],
      ],
      world,
    );
    expect(world.waits).toEqual([4_200, 30_500]);
  });

  it("tells an open circuit to a call that found it open, and its own failure to one that opened it", async () => {
    await expect(run("always", [["circuitOpen"]])).rejects.toMatchObject({ code: "dps.circuit-open" });
    await expect(run("always", [["unreachable", acted], ["circuitOpen"]])).rejects.toMatchObject({
      code: "dps.unreachable",
      mayHaveActed: true,
    });
    await expect(run("always", [["timeout", acted], ["unreachable"], ["circuitOpen"]])).rejects.toMatchObject({
      code: "dps.unreachable",
      afterUncertainAttempt: true,
    });
  });

  it("repeats a call that overwrites only if the service certainly did nothing", async () => {
    expect(await run("if-not-acted", [["unreachable"], ["throttled"]])).toBe(3);
    await expect(run("if-not-acted", [["unreachable", acted]])).rejects.toMatchObject({ code: "dps.unreachable" });
    await expect(run("if-not-acted", [["server", acted]])).rejects.toMatchObject({ code: "dps.server" });
  });

  it("backs off exponentially, with jitter over the upper half", async () => {
    const low = new FakeWorld(0);
    await run("always", [["server"], ["server"], ["server"]], low);
    expect(low.waits).toEqual([250, 500, 1000]);
    const high = new FakeWorld(0.999);
    await run("always", [["server"], ["server"], ["server"]], high);
    expect(high.waits).toEqual([500, 1000, 1999]);
  });

  it("waits as long as the service asks", async () => {
    const world = new FakeWorld();
    await run("always", [["throttled", { retryAfterMs: 7000 }]], world);
    expect(world.waits).toEqual([7000]);
  });

  it("hands a wait beyond its budget to the caller", async () => {
    const world = new FakeWorld();
    const result = run("always", [["throttled", { retryAfterMs: defaultRetry.budgetMs + 1 }]], world);
    await expect(result).rejects.toMatchObject({ code: "dps.throttled", retryAfterMs: defaultRetry.budgetMs + 1 });
    expect(world.waits).toEqual([]);
  });

  it("gives up after the last attempt", async () => {
    const world = new FakeWorld();
    const failures = Array.from({ length: 9 }, (): Failure => ["server"]);
    await expect(run("always", failures, world)).rejects.toMatchObject({ code: "dps.server" });
    expect(world.waits).toHaveLength(defaultRetry.maximumAttempts - 1);
  });

  it("tells that an earlier attempt may have been carried out", async () => {
    await expect(run("always", [["timeout", acted], ["exists"]])).rejects.toMatchObject({
      afterUncertainAttempt: true,
    });
    await expect(run("always", [["throttled"], ["exists"]])).rejects.toMatchObject({ afterUncertainAttempt: false });
  });

  it("lets other errors through at once", async () => {
    const attempt = (): Promise<never> => Promise.reject(new TypeError("a defect"));
    await expect(withRetry({ repetition: "always", attempt }, new FakeWorld())).rejects.toThrow(TypeError);
  });
});
