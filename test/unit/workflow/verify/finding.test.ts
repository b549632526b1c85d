import { describe, expect, it } from "vitest";
import { faultOf, finding } from "../../../../main/workflow/verify/finding.ts";
import { isOfTheUnit } from "../../../../main/workflow/verify/is-of-the-unit.ts";

describe("finding", () => {
  it("keeps its facts beside the English of the record", () => {
    expect(finding("group-took", "press-shop", "plant-dps")).toEqual({
      says: "group-took",
      facts: ["press-shop", "plant-dps"],
      english: 'enrolled by group press-shop at "plant-dps"',
    });
  });

  it("names every difference of an entry, whole in the record", () => {
    const found = finding("entry-other", "device id", "pump-8", "pump-7", "provisioning status", "disabled", "enabled");
    expect(found.english).toBe(
      'entry at the service: device id is "pump-8", not "pump-7"; provisioning status is "disabled", not "enabled"',
    );
  });

  it("is a fault of the unit where something is not as recorded", () => {
    expect(faultOf(finding("entry-same"))).toBeUndefined();
    const fault = faultOf(finding("device-key-other"))?.("other key");
    expect(fault).toMatchObject({ code: "unit.differs", detail: "other key" });
    expect(isOfTheUnit(fault?.code ?? "")).toBe(true);
  });

  it("is none of the unit's while its entry is still on its way", () => {
    expect(isOfTheUnit(faultOf(finding("entry-missing", "gw-1"))?.("").code ?? "")).toBe(false);
  });
});
