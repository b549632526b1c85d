import { describe, expect, it } from "vitest";
import { fillDisk, ownDisk } from "../../soak/full-disk/fill-disk.ts";

/** At some of the writes in every test run; `npm run soak -- --only disks` takes every one. */
describe.skipIf(ownDisk() === undefined)("a disk that gets full while a station starts and builds a unit", () => {
  it.each([
    "tpm",
    "x509",
    "symmetric-key",
  ] as const)("is said, and with room again the %s unit passes", async (kind) => {
    const { wrong, codes, tried } = await fillDisk({ kind, step: 17, offset: 4 });
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(3);
    expect(codes).toMatchObject({
      "start: records.disk-full": expect.any(Number),
      "run: records.disk-full": expect.any(Number),
    });
  });
});
