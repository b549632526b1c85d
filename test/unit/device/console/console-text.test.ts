import * as fc from "fast-check";
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isStationError } from "../../../../main/base/errors/station-error.ts";
import { parseBlob } from "../../../../main/device/console/device-tools.ts";
import { KernelLineFilter } from "../../../../main/device/console/kernel-line-filter.ts";
import { quotedPieces } from "../../../../main/device/console/shell-words.ts";

// As kernels print them: plain, with a level, with a caller, with a line that begins with a blank.
const kernelLines = [
  "[    1.234567] usb 1-1: new high-speed USB device number 2 using xhci_hcd\r\n",
  "<6>[12345.678901] tpm_tis 00:05: 2.0 TPM (device-id 0x1B, rev-id 22)\r\n",
  "[   10.000001][    T1] random: crng init done\n",
  "[   10.000002]  sda: sda1 sda2\r\n",
];

describe("kernel lines", () => {
  it("go, wherever they come in and however the packets are cut", () => {
    fc.assert(
      fc.property(
        fc.base64String({ minLength: 4, maxLength: 200 }),
        fc.array(fc.tuple(fc.nat(200), fc.constantFrom(...kernelLines)), { maxLength: 4 }),
        fc.integer({ min: 1, max: 40 }),
        (text, inserted, size) => {
          const noisy = inserted
            .toSorted(([a], [b]) => b - a)
            .reduce((whole, [at, line]) => {
              const place = Math.min(at, text.length);
              return whole.slice(0, place) + line + whole.slice(place);
            }, `${text}\r\n`);
          const filter = new KernelLineFilter();
          let clean = "";
          for (let at = 0; at < noisy.length; at += size) clean += filter.push(noisy.slice(at, at + size));
          expect(clean).toBe(`${text}\r\n`);
        },
      ),
    );
  });

  it.each(["[root@gateway ~]# ", "[  OK  ] Started thing.\n", "a[1.5]\n", "[12.345678]x\n"])("are not %j", (text) => {
    expect(new KernelLineFilter().push(text)).toBe(text);
  });

  it("hold back nothing for ever", () => {
    const filter = new KernelLineFilter();
    expect(filter.push("login[") + filter.push("1]: ")).toBe("login[1]: ");
  });
});

describe("a long command", () => {
  it("comes in pieces of the length the line takes, which together are the command", () => {
    const character = fc.oneof(fc.constantFrom("'", "\\", "$", '"', "\n", "é", "😀"), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(character, { maxLength: 80 }), fc.integer({ min: 6, max: 60 }), (parts, longest) => {
        const text = parts.join("");
        const pieces = quotedPieces(text, longest);
        expect(pieces.every((piece) => piece.length <= longest)).toBe(true);
        expect(pieces.map((piece) => piece.slice(1, -1).replaceAll("'\\''", "'")).join("")).toBe(text);
      }),
    );
  });
});

describe("bytes as a device prints them", () => {
  const printed = (bytes: Uint8Array): string =>
    [
      bytes.length,
      createHash("sha256").update(bytes).digest("hex"),
      Buffer.from(bytes).toString("base64").replaceAll(/.{76}/g, "$&\n"),
    ].join("\n");

  it("come back, lines and all", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(parseBlob(printed(bytes))).toEqual(bytes);
      }),
    );
  });

  it("are refused with anything changed, lost or added", () => {
    const text = printed(Uint8Array.from({ length: 120 }, (_value, index) => index));
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom("", "x", "/", "\n\n1"), (at, other) => {
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        fc.pre(changed.replaceAll("\n", "") !== text.replaceAll("\n", ""));
        try {
          parseBlob(changed);
          expect.unreachable();
        } catch (error) {
          expect(isStationError(error, "link.bad-frame")).toBe(true);
        }
      }),
    );
  });

  it("are none where there is no file", () => {
    expect(parseBlob("none")).toBeUndefined();
  });
});
