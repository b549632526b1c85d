import { describe, expect, it } from "vitest";
import { ScanDesk } from "../../../../main/station/scanner/scan-desk.ts";

describe("codes of the serial scanner", () => {
  it("are taken by the first screen only", () => {
    const desk = new ScanDesk();
    const { id, code } = desk.take("GW1\u0007") ?? expect.fail("no scan");
    expect(code).toBe("GW1");
    expect([desk.claim(id), desk.claim(id)]).toEqual([true, false]);
    expect(desk.take(" \u0000 ")).toBeUndefined();
  });

  it("that no screen takes are forgotten", () => {
    const desk = new ScanDesk();
    const first = desk.take("GW1") ?? expect.fail("no scan");
    for (let count = 0; count < 64; count += 1) desk.take("GW2");
    expect(desk.claim(first.id)).toBe(false);
  });
});
