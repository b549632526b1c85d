import { assert, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { hrefTo, parseHash } from "../../../../renderer/stores/route.ts";

describe("route", () => {
  it.each([
    ["", { screen: "line" }],
    ["#/line", { screen: "line" }],
    ["#/units", { screen: "units" }],
    ["#/units/", { screen: "units" }],
    ["#/units/GW220000128", { screen: "unit", serialNumber: "GW220000128" }],
    ["#/export", { screen: "export" }],
    ["#/nonsense", { screen: "line" }],
    ["#/units/%", { screen: "unit", serialNumber: "%" }],
  ])("reads %s", (hash, route) => {
    expect(parseHash(hash)).toEqual(route);
  });

  it("keeps any serial number whole", () => {
    assert(
      property(string({ minLength: 1, unit: "grapheme" }), (serialNumber) => {
        expect(parseHash(hrefTo({ screen: "unit", serialNumber }))).toEqual({ screen: "unit", serialNumber });
      }),
    );
  });
});
