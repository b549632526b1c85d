import * as fc from "fast-check";
import { concatBytes } from "../../main/base/bytes/bytes.ts";
import { isStationError } from "../../main/base/errors/station-error.ts";
import { liveBytes } from "./live-bytes.ts";

const asked = Number(process.env["TOUCHMARK_PROPERTY_RUNS"] ?? "0");

/** How many inputs a property is tried with: usually so many, or what TOUCHMARK_PROPERTY_RUNS says (a million for a long look). */
export const propertyRuns = (usual: number): number => (asked > 0 ? asked : usual);

/** Time for that many, on a machine that has other things to do. */
export const propertyTimeoutMs = 30_000 + propertyRuns(0) * 2;

/** Random bytes, and sound ones cut, changed, stretched, doubled and put into one another. */
export function hostileBytes(sound: readonly Uint8Array[], longest = 300): fc.Arbitrary<Uint8Array> {
  const random = fc.uint8Array({ maxLength: longest });
  const sample = fc.constantFrom(...sound);
  const patch = fc.uint8Array({ minLength: 1, maxLength: 8 });
  return fc.oneof(
    random,
    fc.tuple(sample, fc.nat(), patch).map(([bytes, at, put]) => {
      const changed = Uint8Array.from(bytes);
      const offset = at % Math.max(1, bytes.length);
      changed.set(put.subarray(0, changed.length - offset), offset);
      return changed;
    }),
    fc.tuple(sample, fc.nat()).map(([bytes, at]) => bytes.subarray(0, at % (bytes.length + 1))),
    fc.tuple(sample, fc.nat(), random).map(([bytes, at, put]) => {
      const offset = at % (bytes.length + 1);
      return concatBytes(bytes.subarray(0, offset), put, bytes.subarray(offset));
    }),
    fc.tuple(sample, sample).map(([one, other]) => concatBytes(one, other)),
  );
}

/** Most that one input may take; a decoder that is lost in one takes for ever. */
const longestMs = 2000;
/** Live bytes that may be more afterwards than before; a decoder may hold one message of 64 KiB. */
const mostGrownBytes = 8 * 2 ** 20;

/**
 * Gives hostile inputs to a decoder: it answers or throws a StationError, in bounded time, and holds bounded memory in the end. Throws what
 * it found; tells how long the slowest took.
 */
export async function survives<Input>(
  inputs: fc.Arbitrary<Input>,
  take: (input: Input) => unknown,
  usualRuns = 1000,
): Promise<{ readonly slowestMs: number; readonly grownBytes: number }> {
  const before = await liveBytes();
  let slowestMs = 0;
  const property = fc.property(inputs, (input) => {
    const startedMs = performance.now();
    try {
      take(input);
    } catch (error) {
      if (!isStationError(error)) throw error;
    }
    slowestMs = Math.max(slowestMs, performance.now() - startedMs);
  });
  fc.assert(property, { numRuns: propertyRuns(usualRuns) });
  const grownBytes = (await liveBytes()) - before;
  if (slowestMs > longestMs) throw new Error(`one input took ${slowestMs} ms`);
  if (grownBytes > mostGrownBytes) throw new Error(`${grownBytes} bytes are still held`);
  return { slowestMs, grownBytes };
}
