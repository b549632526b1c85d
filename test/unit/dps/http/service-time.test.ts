import { expect, it } from "vitest";
import { ServiceTime } from "../../../../main/dps/http/service-time.ts";

const local = new Date("2026-11-22T10:00:00Z");
const learned = (date: string | undefined): ServiceTime => {
  const time = new ServiceTime({ now: () => local, monotonicMs: () => 0 });
  time.learn(date);
  return time;
};

it.each([
  ["the same second", "Sun, 22 Nov 2026 10:00:00 GMT", 0, false, "2026-11-22T10:00:00.000Z"],
  ["less than a minute", "Sun, 22 Nov 2026 10:00:59 GMT", 0, false, "2026-11-22T10:00:00.000Z"],
  ["an hour behind", "Sun, 22 Nov 2026 11:00:00 GMT", -3_600_000, false, "2026-11-22T11:00:00.000Z"],
  ["ten minutes ahead", "Sun, 22 Nov 2026 09:50:00 GMT", 600_000, false, "2026-11-22T09:50:00.000Z"],
  ["a day behind", "Mon, 23 Nov 2026 10:00:00 GMT", -86_400_000, false, "2026-11-23T10:00:00.000Z"],
  ["more than a day", "Mon, 23 Nov 2026 10:00:01 GMT", -86_401_000, true, "2026-11-22T10:00:00.000Z"],
  ["a senseless date", "Thu, 01 Jan 2099 00:00:00 GMT", local.getTime() - Date.UTC(2099, 0), true, local.toISOString()],
  ["no date", undefined, 0, false, local.toISOString()],
  ["what is no date", "soon", 0, false, local.toISOString()],
] as const)("%s", (_what, date, ...[skewMs, isFarOff, now]) => {
  const time = learned(date);
  expect([time.skewMs, time.isFarOff, time.now().toISOString()]).toEqual([skewMs, isFarOff, now]);
});

it("is told once while nothing changes, and again when the clock was set", () => {
  const time = new ServiceTime({ now: () => local, monotonicMs: () => 0 });
  const hourBehind = "Sun, 22 Nov 2026 11:00:00 GMT";
  expect([time.learn(hourBehind), time.learn(hourBehind), time.learn(local.toUTCString())]).toEqual([
    true,
    false,
    true,
  ]);
});
