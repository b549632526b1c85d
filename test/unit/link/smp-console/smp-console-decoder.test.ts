import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concatBytes, fromHex, utf8 } from "../../../../main/base/bytes/bytes.ts";
import { crc16 } from "../../../../main/link/smp-console/crc16.ts";
import { encodeSmpConsole } from "../../../../main/link/smp-console/encode-smp-console.ts";
import { SmpConsoleDecoder, type SmpConsoleEvent } from "../../../../main/link/smp-console/smp-console-decoder.ts";

const smp = (body: Uint8Array): Uint8Array =>
  concatBytes(Uint8Array.of(0x0b, 0, body.length >> 8, body.length & 0xff, 0, 0, 7, 0), body);
const messages = (events: readonly SmpConsoleEvent[]): Uint8Array[] =>
  events.flatMap((event) => (event.type === "message" ? [event.message] : []));
const codes = (events: readonly SmpConsoleEvent[]): string[] =>
  events.flatMap((event) => (event.type === "bad-frame" ? [event.code] : []));
const noise = (events: readonly SmpConsoleEvent[]): string[] =>
  events.flatMap((event) => (event.type === "noise" ? [event.text] : []));
const decode = (...pieces: readonly Uint8Array[]): SmpConsoleEvent[] => {
  const decoder = new SmpConsoleDecoder();
  return pieces.flatMap((piece) => decoder.push(piece));
};
const startLine = (raw: Uint8Array): Uint8Array => utf8(`\u0006\t${Buffer.from(raw).toString("base64")}\n`);
const withCrc = (packet: Uint8Array): Uint8Array =>
  concatBytes(packet, Uint8Array.of(crc16(packet) >> 8, crc16(packet) & 0xff));
const hello = smp(utf8("hello"));

describe("SmpConsoleDecoder", () => {
  it("gives log text between and before frames to the log", () => {
    const events = decode(utf8("*** Booting ***\r\nuart:~$ "), encodeSmpConsole(hello), utf8("<inf> done\r\n"));
    expect(noise(events)).toEqual(["*** Booting ***", "uart:~$ ", "<inf> done"]);
    expect(messages(events)).toEqual([hello]);
  });

  it("takes log text between two lines of one frame", () => {
    const long = smp(new Uint8Array(200).fill(65));
    const [first = "", ...rest] = Buffer.from(encodeSmpConsole(long)).toString("latin1").split("\n");
    expect(messages(decode(utf8(`${first}\n<wrn> late\n${rest.join("\n")}`)))).toEqual([long]);
  });

  it("joins an answer of two packets by the length in its header", () => {
    const answer = smp(new Uint8Array(263).fill(7));
    const events = decode(encodeSmpConsole(answer.slice(0, 256)), encodeSmpConsole(answer.slice(256)));
    expect(answer).toHaveLength(271);
    expect(messages(events)).toEqual([answer]);
  });

  it("takes a CRC that stands on a line of its own, counted or not", () => {
    for (const counted of [2, 0]) {
      const first = concatBytes(Uint8Array.of(0, hello.length + counted), hello.slice(0, 13));
      const crc = Buffer.from(withCrc(hello).slice(13)).toString("base64");
      expect(messages(decode(startLine(first), utf8(`\u0004\u0014${crc}\n`)))).toEqual([hello]);
    }
  });

  it("starts again at a new 06 09 and says what was lost", () => {
    const long = encodeSmpConsole(smp(new Uint8Array(200)));
    const events = decode(long.slice(0, 127), encodeSmpConsole(hello));
    expect(codes(events)).toEqual(["truncated"]);
    expect(messages(events)).toEqual([hello]);
  });

  it("notices a frame line that was cut in its middle", () => {
    const events = decode(encodeSmpConsole(hello).slice(0, 9), encodeSmpConsole(hello));
    expect(codes(events)).toEqual(["line-cut"]);
    expect(messages(events)).toEqual([hello]);
  });

  it("ignores a continuation without a start", () => {
    const events = decode(utf8("\u0004\u0014QUFB\n"), encodeSmpConsole(hello));
    expect(codes(events)).toEqual(["continuation"]);
    expect(messages(events)).toEqual([hello]);
  });

  it("drops a frame with a wrong CRC, at the latest when the next one starts", () => {
    const wrong = Uint8Array.from(withCrc(hello));
    wrong[9] = 0;
    const events = decode(startLine(concatBytes(Uint8Array.of(0, wrong.length), wrong)), encodeSmpConsole(hello));
    expect(codes(events)).toEqual(["crc"]);
    expect(messages(events)).toEqual([hello]);
  });

  it("drops a frame that is longer than it says", () => {
    const events = decode(startLine(fromHex("0004 0b00 0000 0000 0000")), encodeSmpConsole(hello));
    expect(codes(events)).toEqual(["length"]);
    expect(messages(events)).toEqual([hello]);
  });

  it("drops what is not Base64, too short or longer than its SMP header says", () => {
    expect(codes(decode(utf8("\u0006\tAB*D\n")))).toEqual(["base64"]);
    expect(codes(decode(utf8("\u0006\tAA==\n")))).toEqual(["length"]);
    expect(codes(decode(encodeSmpConsole(concatBytes(hello, Uint8Array.of(1)))))).toEqual(["oversized"]);
    expect(codes(decode(encodeSmpConsole(utf8("short"))))).toEqual(["length"]);
  });

  it("gives up a frame line without end", () => {
    const events = decode(utf8(`\u0006\t${"A".repeat(5000)}\n`), encodeSmpConsole(hello));
    expect(codes(events)).toEqual(["line-too-long"]);
    expect(messages(events)).toEqual([hello]);
  });

  it("takes a small answer for itself when the rest of a long one was lost", () => {
    const long = smp(new Uint8Array(300).fill(7));
    const events = decode(encodeSmpConsole(long.slice(0, 256)), encodeSmpConsole(hello));
    expect(codes(events)).toEqual(["truncated"]);
    expect(messages(events)).toEqual([hello]);
  });

  it("finds the same messages however the stream is cut and whatever text is between", () => {
    const text = fc.stringMatching(/^[ -~\t]{0,40}$/).map((log) => utf8(`${log}\n`));
    const frame = fc.uint8Array({ maxLength: 400 }).map(smp);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, frame), { maxLength: 5 }),
        fc.integer({ min: 1, max: 200 }),
        (pairs, step) => {
          const stream = concatBytes(...pairs.flatMap(([log, message]) => [log, encodeSmpConsole(message)]));
          const pieces: Uint8Array[] = [];
          for (let at = 0; at < stream.length; at += step) pieces.push(stream.slice(at, at + step));
          expect(messages(decode(...pieces))).toEqual(pairs.map(([, message]) => message));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("survives arbitrary bytes and finds the next message after them", () => {
    const token = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.constantFrom(fromHex("0609"), fromHex("0414"), fromHex("0a"), utf8("AAsI"), utf8("//8A")),
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), (tokens) => {
        // A line feed ends whatever the noise began; the first frame may then end a message of the noise, the second not.
        const events = decode(...tokens, utf8("\n"), encodeSmpConsole(hello), encodeSmpConsole(hello));
        expect(messages(events).at(-1)).toEqual(hello);
      }),
      { numRuns: 300 },
    );
  });
});
