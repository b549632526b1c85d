import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Bundles } from "../../../../main/base/async/bundles.ts";
import { Deferred } from "../../../../main/base/async/deferred.ts";
import { untilAborted } from "../../../../main/base/async/until-aborted.ts";

let stop: AbortController;

beforeEach(() => {
  stop = new AbortController();
});

afterEach(() => stop.abort());

/** Words are a subject and a number. `rest` lets the next bundle come. */
function bundlesOf(most = 100) {
  const rests: Deferred<void>[] = [];
  const rest = (signal: AbortSignal): Promise<void> => {
    const next = new Deferred<void>();
    rests.push(next);
    return untilAborted(next.promise, signal).catch(() => undefined);
  };
  const bundles = new Bundles<string>({ subject: (word) => word.replace(/\d+$/, ""), rest, most });
  const say = (...words: readonly string[]) => {
    for (const word of words) bundles.push(word);
  };
  return { bundles, say, rest: () => rests.shift()?.resolve() };
}

/** What was read so far. */
function read(bundles: Bundles<string>) {
  const told: string[][] = [];
  const over = (async () => {
    for await (const bundle of bundles.read(stop.signal)) told.push(bundle);
  })();
  return { told, over };
}

/** Lets all that waits for nothing but its turn come to its end. */
const turns = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("what is told in bundles", () => {
  it("comes at once after a pause, and then together when it is time", async () => {
    const { bundles, say, rest } = bundlesOf();
    const { told } = read(bundles);
    say("a1");
    await turns();
    expect(told).toEqual([["a1"]]);
    say("a2", "b1");
    await turns();
    say("c1");
    await turns();
    expect(told).toHaveLength(1);
    rest();
    await turns();
    expect(told.slice(1)).toEqual([["a2", "b1", "c1"]]);
    rest();
    await turns();
    expect(told).toHaveLength(2);
    say("a3");
    await turns();
    expect(told.at(-1)).toEqual(["a3"]);
  });

  it("is the newest word on each subject, in the order of the words that are told", async () => {
    const { bundles, say } = bundlesOf();
    say("a1", "b1", "a2");
    expect(bundles.has("a")).toBe(true);
    const { told } = read(bundles);
    await turns();
    expect(told).toEqual([["b1", "a2"]]);
    expect(bundles.has("a")).toBe(false);
  });

  it("is so many words at most; the others follow", async () => {
    const { bundles, say, rest } = bundlesOf(2);
    say("a1", "b1", "c1", "d1", "e1");
    const { told } = read(bundles);
    await turns();
    expect(told).toEqual([["a1", "b1"]]);
    rest();
    await turns();
    rest();
    await turns();
    expect(told.slice(1)).toEqual([["c1", "d1"], ["e1"]]);
  });

  it.each([
    ["a word", []],
    ["its time", ["a1"]],
  ])("ends with the signal while it waits for %s", async (_what, first) => {
    const { bundles, say } = bundlesOf();
    const { told, over } = read(bundles);
    say(...first);
    await turns();
    stop.abort();
    say("b1");
    await over;
    expect(told.flat()).toEqual(first);
  });

  it("is not begun when the signal was aborted before", async () => {
    const { bundles, say } = bundlesOf();
    say("a1");
    stop.abort();
    const { told, over } = read(bundles);
    await over;
    expect(told).toEqual([]);
  });

  it("waits in no more than its subjects while nobody reads", async () => {
    const { bundles, say } = bundlesOf();
    for (let round = 0; round < 1000; round += 1) say(`a${round}`, `b${round}`);
    const reading = bundles.read(stop.signal);
    expect((await reading.next()).value).toEqual(["a999", "b999"]);
    await reading.return();
  });
});
