import { assert, property, uint8Array } from "fast-check";
import { expect, it } from "vitest";
import { isStationError } from "../../../../main/base/errors/station-error.ts";
import { splitIdentityBlob } from "../../../../main/practice/field-client/split-identity-blob.ts";

it("answers any bytes with a blob or a coded failure", () => {
  assert(
    property(uint8Array({ maxLength: 900 }), (bytes) => {
      try {
        splitIdentityBlob(bytes);
      } catch (error) {
        expect(isStationError(error)).toBe(true);
      }
    }),
  );
});

it("refuses bytes left over", () => {
  expect(() => splitIdentityBlob(new Uint8Array(20))).toThrow(expect.objectContaining({ name: "StationError" }));
});
