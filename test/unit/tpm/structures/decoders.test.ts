import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteReader } from "../../../../main/base/bytes/byte-reader.ts";
import { isStationError } from "../../../../main/base/errors/station-error.ts";
import { decodeTpm2bPublic } from "../../../../main/tpm/structures/tpm2b-public.ts";
import { decodeTpmPrivate } from "../../../../main/tpm/structures/tpm2b-private.ts";
import { decodeTpmsIdObject } from "../../../../main/tpm/structures/tpm2b-id-object.ts";
import { decodeTpm2bSensitive } from "../../../../main/tpm/structures/tpmt-sensitive.ts";
import { readTpmsCapabilityData } from "../../../../main/tpm/structures/tpms-capability-data.ts";
import { readTpm2bNvPublic } from "../../../../main/tpm/structures/tpms-nv-public.ts";
import { publishedEndorsementKey } from "../published-endorsement-key.ts";

const decoders: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  TPM2B_PUBLIC: decodeTpm2bPublic,
  TPM2B_PRIVATE: decodeTpmPrivate,
  TPM2B_ID_OBJECT: decodeTpmsIdObject,
  TPM2B_SENSITIVE: decodeTpm2bSensitive,
  TPMS_CAPABILITY_DATA: (bytes) => readTpmsCapabilityData(new ByteReader(bytes)),
  TPM2B_NV_PUBLIC: (bytes) => readTpm2bNvPublic(new ByteReader(bytes)),
};

/** Bytes that get past the first fields more often than pure chance: small numbers, and pieces of a real structure. */
const likely = fc.oneof(
  fc.uint8Array({ maxLength: 120 }),
  fc.array(fc.constantFrom(0, 1, 6, 8, 11, 16, 0x23, 0xff), { maxLength: 120 }).map((list) => Uint8Array.from(list)),
  fc
    .tuple(fc.nat(315), fc.nat(255), fc.nat(316))
    .map(([at, value, length]) => publishedEndorsementKey.publicArea.with(at, value).slice(0, length)),
);

describe("structure decoders", () => {
  it.each(Object.keys(decoders))("%s throws nothing but coded errors on any bytes", (name) => {
    fc.assert(
      fc.property(likely, (bytes) => {
        try {
          decoders[name]?.(bytes);
        } catch (error) {
          expect(isStationError(error)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("refuse a list longer than its bytes before making room for it", () => {
    const handles = Uint8Array.of(0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4);
    expect(() => readTpmsCapabilityData(new ByteReader(handles))).toThrow(/tpm.malformed: a list of 4294967295/);
  });
});
