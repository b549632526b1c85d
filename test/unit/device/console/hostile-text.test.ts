import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8 } from "../../../../main/base/bytes/bytes.ts";
import { parseBlob } from "../../../../main/device/console/device-tools.ts";
import { markedAnswer } from "../../../../main/device/console/marked-answer.ts";
import { KernelLineFilter } from "../../../../main/device/console/kernel-line-filter.ts";
import { hostileBytes, propertyTimeoutMs, survives } from "../../../harness/hostile-inputs.ts";

const texts = [
  "3\n2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\nZm9v",
  "[    1.234567] usb 1-1: new high-speed USB device number 2 using xhci_hcd\r\n",
  "<6>[12345.678901][    T1] random: crng init done\r\n",
  "<0123abcd\r\nroot\r\n0123abcd>0\r\n",
  "none",
  `[    1.2${" ".repeat(300)}`,
  "<".repeat(300),
].map(utf8);

const text = hostileBytes(texts).map((bytes) => Buffer.from(bytes).toString("latin1"));

describe("the console, given hostile text", () => {
  it(
    "a kernel line filter keeps all that is no kernel line, and holds little back",
    async () => {
      const filter = new KernelLineFilter();
      await survives(text, (piece) => filter.push(piece));
      // Two line ends close whatever was held back.
      expect(filter.push("\r\n\r\nhello\r\n")).toContain("hello");
    },
    propertyTimeoutMs,
  );

  it(
    "an answer is what stands between its marks, whatever that is",
    async () => {
      await survives(text, (output) => markedAnswer(output, "0123abcd"));
      await survives(text, (output) => {
        const answer = markedAnswer(`<0123abcd\r\n${output}\r\n0123abcd>7\r\n`, "0123abcd");
        if (answer === undefined) throw new Error(`no answer in ${JSON.stringify(output)}`);
      });
      expect(markedAnswer("<0123abcd\r\n\r\n0123abcd>0\r\n", "0123abcd")).toEqual({ status: 0, output: "" });
      expect(markedAnswer("<0123abcd\n\na\r\nb\n\r\n0123abcd>12\n", "0123abcd")).toEqual({
        status: 12,
        output: "\na\nb",
      });
    },
    propertyTimeoutMs,
  );

  /** Patterns that look back from every character would take seconds, and all other slots would wait. */
  it("what never ends is looked at once, however long it is", () => {
    const longest = 256 * 1024;
    const pieces = ["\r", "\n", "\r\n", "<0123abcd\n", "<0123abcd\r", "\n0123abcd>", "[    1.234567] ", "[ 1.2", "<6>"];
    const floods = pieces.map((piece) => piece.repeat(Math.ceil(longest / piece.length)));
    const ends = ["", "0123abcd>", "\n0123abcd>x"];
    const begunMs = performance.now();
    for (const flood of floods) {
      for (const end of ends) markedAnswer(`<0123abcd\n${flood}${end}`, "0123abcd");
      new KernelLineFilter().push(flood);
    }
    expect(performance.now() - begunMs).toBeLessThan(8000);
  });

  it(
    "a file is what its length and hash say, or refused",
    async () => {
      await survives(text, (output) => parseBlob(output));
      expect(parseBlob(new TextDecoder().decode(texts[0]))).toEqual(utf8("foo"));
    },
    propertyTimeoutMs,
  );

  it(
    "numbers, signs and names that belong to nothing are no file either",
    async () => {
      const lines = fc.array(fc.oneof(fc.constantFrom("none", "3", "0", "-1", "1e9", "Zm9v"), fc.string()), {
        maxLength: 5,
      });
      await survives(lines, (some) => parseBlob(some.join("\n")));
    },
    propertyTimeoutMs,
  );
});
