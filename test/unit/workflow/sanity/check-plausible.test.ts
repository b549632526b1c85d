import * as fc from "fast-check";
import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { concatBytes } from "../../../../main/base/bytes/bytes.ts";
import { fromBase64 } from "../../../../main/base/bytes/base64.ts";
import { VirtualTpm } from "../../../../main/practice/virtual-tpm/virtual-tpm.ts";
import { readEndorsementKey } from "../../../../main/tpm/endorsement-key/read-endorsement-key.ts";
import { connectTpm } from "../../../../main/tpm/tpm.ts";
import { parseRecipe } from "../../../../main/workflow/recipe/parse-recipe.ts";
import { checkPlausibleEndorsementKey, checkPlausibleNames } from "../../../../main/workflow/sanity/check-plausible.ts";
import { recipeSource } from "../../../harness/recipe-source.ts";
import { publishedEndorsementKey } from "../../tpm/published-endorsement-key.ts";

const { recipe } = parseRecipe(recipeSource({ attestation: "tpm" }));
const off = { ...recipe, sanity: "off" } as const;
const takes = (serialNumber: string, model = "GW-200"): void => {
  checkPlausibleNames(recipe, { serialNumber, model });
};
const implausible = (detail: RegExp) =>
  expect.objectContaining({ code: "unit.implausible-identity", detail: expect.stringMatching(detail) });

/** What Microsoft's C# sample enrolls as `SampleTpmEndorsementKey` (azure-iot-sdk-csharp). */
const sampleKey = fromBase64(
  "AToAAQALAAMAsgAgg3GXZ0SEs/gakMyNRqXXJP1S124GUgtk8qHaGzMUaaoABgCAAEMAEAgAAAAAAAEAxsj2gUScTk1UjuioeTlfGYZrrimExB+bScH75adUMRIi2UOMxG1kw4y+9RW/IVoMl4e620VxZad0ARX2gUqVjYO7KPVt3dyKhZS3dkcvfBisBhP1XH9B33VqHG9SHnbnQXdBUaCgKAfxome8UmBKfe+naTsE5fkvjb/do3/dD6l4sGBwFCnKRdln4XpM03zLpoHFao8zOwt8l/uP3qUIxmCYv9A7m69Ms+5/pCkTu/rK4mRDsfhZ0QLfbzVI6zQFOKF/rwsfBtFeWlWtcuJMKlXdD8TXWElTzgh7JS4qhFzreL0c1mI0GCj+Aws0usZh7dLIVPnlgZcBhgy1SSDQMQ==",
);

describe("checkPlausibleNames", () => {
  it.each([
    ["TEST", "placeholder word"],
    ["SN-TEST-001", "placeholder word"],
    ["test123", "placeholder word"],
    ["Sample.7", "placeholder word"],
    ["DEFAULT", "placeholder word"],
    ["Unknown", "placeholder word"],
    ["N/A-none", "placeholder word"],
    ["To be filled by O.E.M.", "placeholder phrase"],
    ["System Serial Number", "placeholder phrase"],
    ["XXXX", "row of X"],
    ["GW2xxxxxxxx", "row of X"],
    ["00", "all zero"],
    ["00:00:00:00:00:00", "all zero"],
    ["SN0000", "all zero"],
    ["GW200000000", "all zero"],
    ["111111", "one character repeated"],
    ["SN99999999", "one character repeated"],
    ["AAAAAAAA", "one character repeated"],
    ["FFFFFFFFFFFF", "one character repeated"],
    ["A1FFFFFFFF", "erased memory"],
    ["12345678", "counting digits"],
    ["GW212345678", "counting digits"],
    ["SN-DEADBEEF", "fill pattern"],
  ])("refuses %s and names the rule: %s", (serialNumber, rule) => {
    expect(() => takes(serialNumber)).toThrow(implausible(new RegExp(rule)));
  });

  it.each([
    "GW200000001",
    "SN100000017",
    "GW200000017",
    "0001",
    "1",
    "A7",
    "SN10001",
    "2024-W03-000123",
    "CONTEST42",
    "ATTEST-9",
  ])("takes %s", (serialNumber) => {
    expect(() => takes(serialNumber)).not.toThrow();
  });

  it("refuses a model that is none, and a number that is the model", () => {
    expect(() => takes("A1", "TBD")).toThrow(implausible(/model "TBD"/));
    expect(() => takes("A1", "Default string")).toThrow(implausible(/model/));
    expect(() => takes("GW-200", "GW-200")).toThrow(implausible(/same as the model/));
  });

  it("takes every number of a usual counter", () => {
    const prefix = fc.constantFrom("", "GW2", "SN1", "A-", "LOT7.", "2024W03");
    fc.assert(
      fc.property(prefix, fc.integer({ min: 1, max: 9_999_999 }), (start, count) => {
        takes(start + String(count).padStart(8, "0"));
      }),
      { numRuns: 2000 },
    );
  });

  it("takes a random number that begins with a placeholder's letters", () => {
    expect(() => takes("TBD1KV6QQ7VH")).not.toThrow();
  });

  it("takes random numbers: hexadecimal, base 36 and MAC addresses", () => {
    const digest = fc.integer().map((number) => createHash("sha256").update(String(number)).digest("hex"));
    fc.assert(
      fc.property(digest, (hex) => {
        takes(hex.slice(0, 16));
        takes(BigInt(`0x${hex}`).toString(36).slice(0, 12).toUpperCase());
        takes((hex.slice(0, 12).match(/../g) ?? []).join(":").toUpperCase());
      }),
      { numRuns: 2000 },
    );
  });

  it("takes anything where the recipe says sanity: off", () => {
    expect(() => {
      checkPlausibleNames(off, { serialNumber: "TEST", model: "TBD" });
    }).not.toThrow();
    expect(
      parseRecipe(JSON.stringify({ ...JSON.parse(recipeSource({ attestation: "tpm" })), sanity: "off" })).recipe.sanity,
    ).toBe("off");
  });
});

describe("checkPlausibleEndorsementKey", () => {
  let practiceKey: Uint8Array;
  beforeAll(async () => {
    const tpm = await connectTpm(new VirtualTpm({ seed: new Uint8Array(32).fill(5), endorsementCertificate: "none" }));
    practiceKey = (await readEndorsementKey(tpm)).publicArea;
  });

  it("takes the keys of real and virtual TPMs", () => {
    for (const key of [publishedEndorsementKey.publicArea, practiceKey]) {
      expect(() => {
        checkPlausibleEndorsementKey(recipe, key);
      }).not.toThrow();
    }
  });

  it("refuses a key out of the service's samples, and says whose", () => {
    expect(() => {
      checkPlausibleEndorsementKey(recipe, sampleKey);
    }).toThrow(implausible(/published key, the one of Microsoft/));
  });

  it("refuses a modulus that is none", () => {
    const made = concatBytes(practiceKey.slice(0, 60), new Uint8Array(256).fill(0xab));
    expect(() => {
      checkPlausibleEndorsementKey(recipe, made);
    }).toThrow(implausible(/implausible modulus, the modulus repeats/));
    expect(() => {
      checkPlausibleEndorsementKey(off, made);
    }).not.toThrow();
  });
});
