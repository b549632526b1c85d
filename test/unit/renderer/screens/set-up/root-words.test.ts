import { describe, expect, it } from "vitest";
import { inGroups, rootName, validityAt } from "../../../../../renderer/screens/set-up/root-words.ts";

describe("a trusted root in words", () => {
  it.each([
    [
      "CN=Infineon OPTIGA(TM) RSA Root CA, OU=OPTIGA(TM) Devices, O=Infineon Technologies AG, C=DE",
      "Infineon OPTIGA(TM) RSA Root CA",
    ],
    ["C=CH, O=STMicroelectronics NV, CN=STM TPM EK Root CA", "STM TPM EK Root CA"],
    ["O=A+CN=Two in one", "Two in one"],
    ["C=US\nCN=On lines of its own", "On lines of its own"],
    ['CN="Quoted, Inc.", O=X', "Quoted, Inc."],
    ["CN=Back\\, slash, O=X", "Back, slash"],
    ["O=No common name", "O=No common name"],
    ["OU=CNN, CN=", "OU=CNN, CN="],
  ])("%j is called %s", (subject, name) => expect(rootName({ subject })).toBe(name));

  const dates = { notBefore: "2020-01-01T00:00:00Z", notAfter: "2030-01-01T00:00:00Z" };
  it.each([
    ["2019-12-31T00:00:00Z", "notYet", "attention"],
    ["2025-01-01T00:00:00Z", "valid", "pass"],
    ["2030-01-02T00:00:00Z", "expired", "attention"],
  ])("on %s it is %s", (now, dating, shape) => {
    expect(validityAt(Date.parse(now), dates)).toMatchObject({ dating, shape });
  });

  it("knows how much of its time is over", () => {
    expect(validityAt(Date.parse("2025-01-01T00:00:00Z"), dates).over).toBeCloseTo(0.5, 2);
  });

  it("groups a fingerprint to be read aloud", () => {
    const hex = "0123456789abcdef".repeat(4);
    expect(inGroups(hex).split(" ")).toHaveLength(8);
    expect(inGroups(hex).replaceAll(" ", "")).toBe(hex);
  });
});
