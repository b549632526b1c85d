import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatCount,
  formatDateTime,
  formatDuration,
  formatExpected,
  formatFactName,
  formatShare,
  formatStepTime,
} from "../../../../renderer/locales/format.ts";

const plain = (text: string): string => text.replaceAll("\u00a0", " ");

describe("formats", () => {
  it.each([
    [0, "0.0 s"],
    [-50, "0.0 s"],
    [4823, "4.8 s"],
    [59_949, "59.9 s"],
    [59_950, "1:00 min"],
    [65_000, "1:05 min"],
    [3_599_999, "60:00 min"],
  ])("%d ms lasts %s", (ms, text) => expect(plain(formatDuration(ms))).toBe(text));

  it.each([
    [200, "~1 s"],
    [2600, "~3 s"],
    [120_000, "~2 min"],
  ])("%d ms are expected as %s", (ms, text) => expect(plain(formatExpected(ms))).toBe(text));

  it.each([
    [1, "100.0 %"],
    [0.9999, "99.9 %"],
    [0.984, "98.4 %"],
    [0, "0.0 %"],
  ])("share %d reads %s", (share, text) => expect(plain(formatShare(share))).toBe(text));

  it.each([
    [999, "999 B"],
    [1400, "1.4 kB"],
    [2_500_000, "2.5 MB"],
  ])("%d bytes read %s", (bytes, text) => expect(plain(formatBytes(bytes))).toBe(text));

  it("groups thousands, names facts, dates in order", () => {
    expect(formatCount(12_345)).toBe("12,345");
    expect(plain(formatStepTime(1312))).toBe("1,312 ms");
    expect(plain(formatStepTime(12_500))).toBe("12.5 s");
    expect(formatFactName("vendorString")).toBe("vendor string");
    expect(formatDateTime(new Date(2026, 7, 1, 14, 6, 51).getTime())).toBe("2026-08-01 14:06:51");
  });
});
