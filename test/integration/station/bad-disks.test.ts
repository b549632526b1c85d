import { describe, expect, it } from "vitest";
import { failDisk, fillDisk, ownDisk, ownFailingDisk } from "../../soak/full-disk/bad-disks.ts";

/** At some of the writes in every test run; `npm run soak -- --only disks` takes every one. */
describe.skipIf(ownDisk() === undefined)("a disk that gets full while a station starts and builds a unit", () => {
  it.each([
    "tpm",
    "x509",
    "symmetric-key",
  ] as const)("is said, and with room again the %s unit passes", async (kind) => {
    const { wrong, codes, tried } = await fillDisk({ kind, step: 23, offset: 4 });
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(3);
    expect(codes).toMatchObject({
      "start: records.disk-full": expect.any(Number),
      "run: records.disk-full": expect.any(Number),
    });
  });
});

describe.skipIf(!ownFailingDisk())(
  "a disk that gets read-only, and one whose power goes, while a unit is built",
  () => {
    it("is said, is refused at the next start, and once it is good again nothing that was shown is missing", async () => {
      const { wrong, codes } = await failDisk("x509", 2, 1);
      expect(wrong).toEqual([]);
      expect(codes).toMatchObject({ "start: records.read-only": 2 });
    });
  },
);
