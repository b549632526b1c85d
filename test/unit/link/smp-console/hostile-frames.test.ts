import { describe, expect, it } from "vitest";
import { concatBytes, fromHex, utf8 } from "../../../../main/base/bytes/bytes.ts";
import { encodeSmpConsole } from "../../../../main/link/smp-console/encode-smp-console.ts";
import { SmpConsoleDecoder } from "../../../../main/link/smp-console/smp-console-decoder.ts";
import { hostileBytes, propertyTimeoutMs, survives } from "../../../harness/hostile-inputs.ts";

const message = (length: number): Uint8Array =>
  concatBytes(Uint8Array.of(0x0b, 0, length >> 8, length & 0xff, 0, 0, 7, 0), new Uint8Array(length).fill(0x61));
const sound = [
  encodeSmpConsole(fromHex("0a00000900004200a161646568656c6c6f")),
  encodeSmpConsole(message(300)),
  // As long as a frame can say it is, and a message longer than its packet.
  utf8("\u0006\t//8JAAAJAABCAKFhZGVoZWxsb0YZ\n"),
  concatBytes(utf8("\u0004\u0014"), utf8("A".repeat(124)), utf8("\n")),
  utf8("*** Booting Zephyr OS build v4.4.0 ***\r\nuart:~$ "),
];

describe("the frame decoder, given hostile bytes", () => {
  it(
    "never throws, holds little, and finds the next good message after whatever came before",
    async () => {
      // One decoder for all of them, as a device that never stops would have it.
      const decoder = new SmpConsoleDecoder();
      const good = message(20);
      await survives(hostileBytes(sound), (bytes) => decoder.push(bytes));
      // What is left of an open frame or message goes with the first one, at the latest with the second.
      const found = [1, 2].flatMap(() => decoder.push(concatBytes(utf8("\n"), encodeSmpConsole(good))));
      expect(found.filter(({ type }) => type === "message")).toContainEqual({ type: "message", message: good });
    },
    propertyTimeoutMs,
  );
});
