import { array, assert, integer, property, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { concatBytes, fromHex, toHex } from "../../../../main/base/bytes/bytes.ts";
import { SmpRawDecoder } from "../../../../main/link/smp-raw/smp-raw-decoder.ts";

/** What a Zephyr 2.5 device said to an echo, without its console frame: `{"r":"hello"}`, indefinite map. */
const zephyrAnswer = fromHex("0300000a00000000bf61726568656c6c6fff");

const messagesOf = (decoder: SmpRawDecoder, bytes: Uint8Array): string[] =>
  decoder.push(bytes).flatMap((event) => (event.type === "message" ? [toHex(event.message)] : []));

describe("SMP messages without a frame", () => {
  it("finds a message in pieces of any size", () => {
    assert(
      property(array(integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 }), (sizes) => {
        const decoder = new SmpRawDecoder(() => 0);
        const stream = concatBytes(zephyrAnswer, zephyrAnswer);
        const found: string[] = [];
        let offset = 0;
        for (const size of [...sizes, stream.length]) {
          found.push(...messagesOf(decoder, stream.subarray(offset, offset + size)));
          offset += size;
        }
        expect(found).toEqual([toHex(zephyrAnswer), toHex(zephyrAnswer)]);
      }),
    );
  });

  it("finds the next message after bytes that are none, and says once that they were there", () => {
    const decoder = new SmpRawDecoder(() => 0);
    const events = decoder.push(concatBytes(fromHex("ffffff80ff"), zephyrAnswer));
    expect(events.map((event) => event.type)).toEqual(["bad-frame", "message"]);
  });

  it("forgets a message whose rest never comes", () => {
    let nowMs = 0;
    const decoder = new SmpRawDecoder(() => nowMs);
    expect(decoder.push(zephyrAnswer.subarray(0, 12))).toEqual([]);
    nowMs = 1500;
    expect(decoder.push(zephyrAnswer)).toEqual([
      { type: "bad-frame", code: "truncated" },
      { type: "message", message: zephyrAnswer },
    ]);
  });

  it("takes anything without throwing and holds no more than one message", () => {
    assert(
      property(array(uint8Array({ maxLength: 64 }), { maxLength: 50 }), (pieces) => {
        let nowMs = 0;
        const decoder = new SmpRawDecoder(() => nowMs);
        for (const piece of pieces) decoder.push(piece);
        // Whatever it may wait for, a second of silence later it hears the next message.
        nowMs = 5000;
        expect(messagesOf(decoder, zephyrAnswer)).toEqual([toHex(zephyrAnswer)]);
      }),
    );
  });
});
