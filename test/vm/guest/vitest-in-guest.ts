import {
  deepStrictEqual,
  fail,
  match,
  notStrictEqual,
  ok,
  partialDeepStrictEqual,
  strictEqual,
  throws,
} from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";

/**
 * What the suites that also run in the guest use of Vitest, on Node's own runner: Vitest itself takes minutes to start under
 * an emulated processor. The bundle puts this module in its place.
 */
export { after as afterAll, afterEach, before as beforeAll, beforeEach, describe, it } from "node:test";

/** An emulated processor is slower than any the time-outs were thought for. */
const patience = 20;

export const vi = {
  async waitFor(check: () => unknown, options: number | { timeout?: number } = 1000): Promise<void> {
    const limitMs = patience * (typeof options === "number" ? options : (options.timeout ?? 1000));
    for (const startedMs = performance.now(); ; await delay(20)) {
      try {
        await check();
        return;
      } catch (error) {
        if (performance.now() - startedMs > limitMs) throw error;
      }
    }
  },
};

const shown = (value: unknown): string => String(value).slice(0, 200);

const matchers = (actual: unknown) => ({
  // Without a comparison of the two: of long texts it takes seconds, and `waitFor` would do it again and again.
  toBe: (expected: unknown) => ok(Object.is(actual, expected), `${shown(actual)} is not ${shown(expected)}`),
  toEqual: (expected: unknown) => deepStrictEqual(actual, expected),
  toMatchObject: (expected: object) => partialDeepStrictEqual(actual, expected),
  toMatch: (expected: RegExp) => match(String(actual), expected),
  toBeDefined: () => notStrictEqual(actual, undefined),
  toBeUndefined: () => strictEqual(actual, undefined),
  toHaveLength: (expected: number) => strictEqual(Reflect.get(Object(actual), "length"), expected),
  toBeLessThan: (expected: number) =>
    ok(Number(actual) < patience * expected, `${String(actual)} is not less than ${patience} × ${expected}`),
  toThrow: (text = "") => throws(call(actual), (error: unknown) => String(error).includes(text)),
});

const call = (actual: unknown) => (): void => {
  if (typeof actual === "function") actual();
};

export const expect = (actual: unknown) => ({
  ...matchers(actual),
  not: { toThrow: () => call(actual)(), toBe: (other: unknown) => notStrictEqual(actual, other) },
  rejects: {
    async toMatchObject(expected: object): Promise<void> {
      const reason: unknown = await Promise.resolve(actual).then(
        () => fail("was not rejected"),
        (error: unknown) => error,
      );
      // Node tells errors of two classes apart; what counts here are the members.
      partialDeepStrictEqual({ ...Object(reason) }, expected);
    },
  },
});
