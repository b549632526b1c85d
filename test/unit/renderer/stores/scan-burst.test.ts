import { assert, integer, property, stringMatching } from "fast-check";
import { describe, expect, it } from "vitest";
import { ScanBurst } from "../../../../renderer/stores/scan-burst.ts";

function type(keys: readonly string[], gapMs: number): string | undefined {
  const burst = new ScanBurst();
  return keys.map((key, index) => burst.press(key, 1000 + index * gapMs)).at(-1);
}

const code = stringMatching(/^[A-Za-z0-9./_ -]{4,64}$/);

describe("ScanBurst", () => {
  it("finds any code a scanner types, with Shift before capitals", () => {
    assert(
      property(code, integer({ min: 0, max: 24 }), (text, gapMs) => {
        const keys = Array.from(text).flatMap((key) => (/[A-Z]/.test(key) ? ["Shift", key] : [key]));
        expect(type([...keys, "Enter"], gapMs)).toBe(text);
      }),
    );
  });

  it("takes no hand for a scanner, however it types", () => {
    assert(
      property(code, integer({ min: 70, max: 400 }), (text, gapMs) => {
        expect(type([...Array.from(text), "Enter"], gapMs)).toBeUndefined();
      }),
    );
  });

  it("gives only the scan when a hand typed shortly before", () => {
    const burst = new ScanBurst();
    burst.press("x", 0);
    burst.press("y", 200);
    Array.from("GW220000128").forEach((key, index) => burst.press(key, 600 + index * 10));
    expect(burst.press("Enter", 720)).toBe("GW220000128");
  });

  it("waits for a slow Enter, but not for the next one", () => {
    const late = new ScanBurst();
    Array.from("4711-A").forEach((key, index) => late.press(key, index * 10));
    expect(late.press("Enter", 50 + 110)).toBe("4711-A");
    expect(late.press("Enter", 50 + 120)).toBeUndefined();
  });

  it("is broken off by another key", () => {
    expect(type(["G", "W", "2", "Tab", "2", "0", "Enter"], 10)).toBeUndefined();
  });

  it("does not take a few keys for a code", () => {
    expect(type(["1", "2", "3", "Enter"], 10)).toBeUndefined();
  });

  it("is open from the second quick key on", () => {
    const burst = new ScanBurst();
    burst.press("G", 0);
    expect(burst.isOpen).toBe(false);
    burst.press("W", 10);
    expect(burst.isOpen).toBe(true);
    burst.press("x", 500);
    expect(burst.isOpen).toBe(false);
  });
});
