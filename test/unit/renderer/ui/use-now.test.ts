import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { afterEach, expect, it, vi } from "vitest";
import { useNow } from "../../../../renderer/ui/use-now.ts";

const Clock = () => createElement("time", null, useNow(60_000));

afterEach(() => {
  vi.useRealTimers();
});

it("tells the time of the first picture, not that of the last tick: what was made since then is not of the future", () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(1_700_000_000_000);
  expect(renderToString(createElement(Clock))).toBe("<time>1700000000000</time>");
  vi.setSystemTime(1_700_000_000_999);
  expect(renderToString(createElement(Clock))).toBe("<time>1700000000999</time>");
});
