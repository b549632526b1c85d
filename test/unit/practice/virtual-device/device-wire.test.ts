import { describe, expect, it } from "vitest";
import { fromHex, toHex, utf8 } from "../../../../main/base/bytes/bytes.ts";
import { decodeSmpMap, encodeSmpMap } from "../../../../main/device/smp/smp-map.ts";
import { encodeSmpMessage } from "../../../../main/device/smp/smp-message.ts";
import { memoryLinkPair } from "../../../../main/link/memory-link.ts";
import { encodeSmpConsole } from "../../../../main/link/smp-console/encode-smp-console.ts";
import { SmpConsoleDecoder } from "../../../../main/link/smp-console/smp-console-decoder.ts";
import { answerMessage, encodeAnswerMap, frameAnswer } from "../../../../main/practice/virtual-device/answer-writer.ts";
import { bitwiseCrc, RequestReader } from "../../../../main/practice/virtual-device/request-reader.ts";
import { VirtualDevice } from "../../../../main/practice/virtual-device/virtual-device.ts";

const line = (text: string): string => `\u0006\t${text}\n`;
/** The request a real Zephyr took, and those of an independent encoder. */
const echo = { version: 0, operation: 2, group: 0, sequence: 0, command: 0, body: fromHex("a161646568656c6c6f") };

describe("the virtual device's own half of the wire", () => {
  it("has the CRC of the catalogue", () => {
    expect(bitwiseCrc(utf8("123456789"))).toBe(0x31c3);
  });

  it("reads the request a real Zephyr took, byte by byte", () => {
    const reader = new RequestReader(384);
    const pieces = [...utf8(`\n${line("ABMCAAAJAAAAAKFhZGVoZWxsbyVv")}`)].map((byte) => Uint8Array.of(byte));
    expect(pieces.flatMap((piece) => reader.push(piece))).toEqual([echo]);
  });

  it("reads a request of two lines", () => {
    const message = { ...echo, version: 1 as const, operation: 2 as const, body: encodeSmpMap({ d: "A".repeat(100) }) };
    expect(new RequestReader(384).push(encodeSmpConsole(encodeSmpMessage(message)))).toEqual([message]);
  });

  it.each([
    ["a wrong CRC", line("ABMCAAAJAAAAAKFhZGVoZWxsbyVw")],
    ["a line over 127 bytes", line("A".repeat(128))],
    ["a marker in mid-line", `x${line("ABMCAAAJAAAAAKFhZGVoZWxsbyVv")}`],
    ["a length without the CRC", line("ABICAAAJAAAAAKFhZGVoZWxsbyVv")],
  ])("drops %s in silence", (_, text) => {
    const reader = new RequestReader(384);
    expect(reader.push(utf8(text))).toEqual([]);
    expect(reader.push(utf8(line("ABMCAAAJAAAAAKFhZGVoZWxsbyVv")))).toEqual([echo]);
  });

  it("drops a message longer than its buffer", () => {
    const message = { ...echo, version: 1 as const, operation: 2 as const, body: encodeSmpMap({ d: "A".repeat(400) }) };
    expect(new RequestReader(384).push(encodeSmpConsole(encodeSmpMessage(message)))).toEqual([]);
  });

  it("answers with a map of indefinite length, as the real one did", () => {
    expect(toHex(encodeAnswerMap({ r: "hello" }))).toBe("bf61726568656c6c6fff");
  });

  it("sends a 271-byte answer as two packets, each with its own start", () => {
    const wire = Buffer.from(frameAnswer(answerMessage(echo, new Uint8Array(263)))).toString("latin1");
    expect(wire.split("\u0006\t")).toHaveLength(3);
    expect(Math.max(...wire.split("\n").map((text) => text.length + 1))).toBeLessThanOrEqual(127);
    expect(new SmpConsoleDecoder().push(utf8(wire))).toEqual([
      { type: "message", message: Uint8Array.from([3, 0, 1, 7, 0, 0, 0, 0, ...new Uint8Array(263)]) },
    ]);
  });

  it("never cuts a CRC in two, at any length", () => {
    for (let length = 0; length < 400; length += 1) {
      const wire = frameAnswer(answerMessage(echo, new Uint8Array(length).fill(9)));
      expect(new SmpConsoleDecoder().push(wire).filter(({ type }) => type === "message")).toHaveLength(1);
      for (const text of Buffer.from(wire).toString("latin1").split("\n").slice(0, -1)) {
        expect(Buffer.from(text.slice(2), "base64").length, `${length}`).toBeGreaterThanOrEqual(2);
      }
    }
  });
});

describe("the virtual device on its console", () => {
  it("boots with text, answers unknown groups and commands like Zephyr, and garbage not at all", async () => {
    const { near, far } = memoryLinkPair("raw");
    const detach = new VirtualDevice({ model: "m" }).attach(far);
    const decoder = new SmpConsoleDecoder();
    const texts: string[] = [];
    const answers: unknown[] = [];
    near.listen({
      onBytes: (bytes) => {
        for (const event of decoder.push(bytes)) {
          if (event.type === "noise") texts.push(event.text);
          if (event.type === "message") answers.push(decodeSmpMap(event.message.slice(8)));
        }
      },
      onClosed: () => undefined,
    });
    const send = (change: object, body = encodeSmpMap({})): Promise<void> =>
      near.write(encodeSmpConsole(encodeSmpMessage({ ...echo, version: 1, operation: 2, body, ...change })));
    await near.write(utf8("help\r\n"));
    await send({ group: 99 });
    await send({ group: 0x544d, command: 77 });
    await send({ group: 0x544d, command: 6 });
    await send({ group: 0x544d, command: 6, version: 0 });
    await send({ group: 0 }, fromHex("ff"));
    await expect.poll(() => answers.length).toBe(5);
    expect(answers).toEqual([{ rc: 8 }, { rc: 8 }, { err: { group: 0x544d, rc: 3 } }, { rc: 259 }, { rc: 3 }]);
    expect(texts[0]).toBe("*** Booting Touchmark practice device ***");
    detach();
    await near.close();
  });
});
