import { describe, expect, it } from "vitest";
import type { PortView } from "../../../../../main/api/contract/index.ts";
import { deviceFacts, deviceName, nextSlotName } from "../../../../../renderer/screens/set-up/port-words.ts";

const port: PortView = { path: "/dev/ttyUSB0", kind: "serial", allowed: true, slot: null, likely: null };
const bridge = { ...port, vendorId: "10c4", productId: "ea60", manufacturer: "Silicon Labs", serialNumber: "0001" };

describe("a port in words", () => {
  it("is called by what it probably is, else by its maker, else by nothing", () => {
    expect(deviceName({ ...bridge, likely: { name: "CP2102", score: 85 } })).toBe("CP2102");
    expect(deviceName(bridge)).toBe("Silicon Labs");
    expect(deviceName(port)).toBe("Not known");
  });

  it("says what it says of itself, and its name only once", () => {
    expect(deviceFacts(bridge, "CP2102")).toBe("10c4:ea60 · Silicon Labs · no. 0001");
    expect(deviceFacts(bridge, "Silicon Labs")).toBe("10c4:ea60 · no. 0001");
    expect(deviceFacts(port, "Not known")).toBe("");
  });

  it("proposes the lowest number that is free as the next slot's name", () => {
    expect(nextSlotName([])).toBe("1");
    expect(nextSlotName(["1", "2", "4", "A"])).toBe("3");
  });
});
