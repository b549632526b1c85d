import { assert, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { hrefTo, parseHash } from "../../../../renderer/stores/route.ts";

describe("route", () => {
  it.each([
    ["", { screen: "line" }],
    ["#/line", { screen: "line" }],
    ["#/verify", { screen: "verify" }],
    ["#/verify/", { screen: "verify" }],
    ["#/verify/GW220000128", { screen: "unit", serialNumber: "GW220000128" }],
    ["#/verify/GW220000128/GW22%2F129", { screen: "compare", serialNumber: "GW220000128", other: "GW22/129" }],
    ["#/lots", { screen: "lots" }],
    ["#/lots/", { screen: "lots" }],
    ["#/lots/4711%2F2", { screen: "lot", lot: "4711/2", section: "units" }],
    ["#/lots/4711%2F2/manifests", { screen: "lot", lot: "4711/2", section: "manifests" }],
    ["#/insights", { screen: "insights" }],
    ["#/set-up", { screen: "set-up", section: "slots" }],
    ["#/set-up/ports", { screen: "set-up", section: "ports" }],
    ["#/set-up/nonsense", { screen: "set-up", section: "slots" }],
    ["#/service", { screen: "service", section: "overview" }],
    ["#/service/check", { screen: "service", section: "check" }],
    ["#/service/nonsense", { screen: "service", section: "overview" }],
    ["#/service/conflicts/gw-1", { screen: "service", section: "conflicts", registrationId: "gw-1" }],
    ["#/service/parked/gw-1", { screen: "service", section: "parked" }],
    ["#/nonsense", { screen: "line" }],
    ["#/verify/%", { screen: "unit", serialNumber: "%" }],
  ])("reads %s", (hash, route) => {
    expect(parseHash(hash)).toEqual(route);
  });

  it("keeps any registration id whole", () => {
    assert(
      property(string({ minLength: 1, unit: "grapheme" }), (registrationId) => {
        const route = { screen: "service", section: "conflicts", registrationId } as const;
        expect(parseHash(hrefTo(route))).toEqual(route);
      }),
    );
  });

  it("keeps any name of a lot whole", () => {
    assert(
      property(string({ minLength: 1, unit: "grapheme" }), (lot) => {
        const route = { screen: "lot", lot, section: "failures" } as const;
        expect(parseHash(hrefTo(route))).toEqual(route);
      }),
    );
  });

  it("keeps any serial number whole", () => {
    assert(
      property(string({ minLength: 1, unit: "grapheme" }), (serialNumber) => {
        expect(parseHash(hrefTo({ screen: "unit", serialNumber }))).toEqual({ screen: "unit", serialNumber });
      }),
    );
  });

  it("keeps two units that are compared whole", () => {
    const name = string({ minLength: 1, unit: "grapheme" });
    assert(
      property(name, name, (serialNumber, other) => {
        const route = { screen: "compare", serialNumber, other } as const;
        expect(parseHash(hrefTo(route))).toEqual(route);
      }),
    );
  });
});
