import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../../../main/base/bytes/bytes.ts";
import { derElement, readDerElement, readDerElements } from "../../../../main/base/bytes/der.ts";
import { isStationError } from "../../../../main/base/errors/station-error.ts";
import { hostileBytes, propertyTimeoutMs, survives } from "../../../harness/hostile-inputs.ts";

describe("DER", () => {
  it("is written with the shortest length", () => {
    expect(toHex(derElement(4, fromHex("aa")))).toBe("0401aa");
    expect(toHex(derElement(4, new Uint8Array(127)).slice(0, 2))).toBe("047f");
    expect(toHex(derElement(4, new Uint8Array(128)).slice(0, 3))).toBe("048180");
    expect(toHex(derElement(4, new Uint8Array(1012)).slice(0, 4))).toBe("048203f4");
  });

  it("is read back as it was written, and what follows is left", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (content) => {
        const bytes = Uint8Array.of(...derElement(0x30, content), 9, 9);
        expect(readDerElement(bytes)).toEqual({ tag: 0x30, content, end: bytes.length - 2 });
      }),
    );
  });

  it(
    "is read or refused, whatever the bytes",
    async () => {
      const sound = ["30820122300d06092a864886f70d010101050003", "0401aa", "3080", "30847fffffff00", "3003020101"].map(
        fromHex,
      );
      await survives(hostileBytes(sound), (bytes) => {
        for (const { content } of readDerElements(bytes)) readDerElements(content);
      });
      expect(isStationError(caught(() => readDerElements(fromHex("3080"))))).toBe(true);
    },
    propertyTimeoutMs,
  );
});

function caught(task: () => unknown): unknown {
  try {
    return task();
  } catch (error) {
    return error;
  }
}
