import * as fc from "fast-check";
import { expect, it } from "vitest";
import { canonicalJson } from "../../../main/base/canonical-json.ts";

/** As it was written first; what is hashed and sealed must stay what it is. */
const slowly = (value: unknown): string =>
  JSON.stringify(value, (_key, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );

it("is what JSON.stringify makes of sorted objects, whatever stands in them", () => {
  const names = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.nat().map(String),
    fc.constantFrom("__proto__", "toString", "007", "4294967294", "4294967295", "-1", "1e3"),
  );
  const value = fc.anything({
    key: names,
    withDate: true,
    withNullPrototype: true,
    values: [fc.jsonValue(), fc.string({ unit: "binary" })],
  });
  fc.assert(
    fc.property(fc.dictionary(names, value), (object) => {
      expect(canonicalJson(object)).toBe(slowly(object));
    }),
    { numRuns: 500 },
  );
});

it("leaves out what JSON has no word for, and takes a value's own way", () => {
  const odd = {
    b: undefined,
    a: [undefined, () => 1, Number.NaN],
    d: new Date(0),
    c: { toJSON: (name: string) => ({ z: 1, name }) },
  };
  expect(canonicalJson(odd)).toBe('{"a":[null,null,null],"c":{"name":"c","z":1},"d":"1970-01-01T00:00:00.000Z"}');
  expect(canonicalJson(undefined)).toBe("null");
});
