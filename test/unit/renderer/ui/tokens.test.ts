import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contrast, distance, eyes } from "./colour.ts";

const source = readFileSync(join(import.meta.dirname, "../../../../renderer/ui/tokens.css"), "utf8");

function tokensOf(theme: string): ReadonlyMap<string, string> {
  const block = new RegExp(`data-theme="${theme}"\\] \\{([^}]*)\\}`).exec(source)?.[1] ?? "";
  return new Map([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = "", hex = ""]) => [name, hex]));
}

const states = ["pass", "fail", "running", "attention", "waiting", "off", "practice"];
const inks = ["ink", "ink-soft", ...states.map((state) => `${state}-ink`)];

/** WCAG 2.2: 1.4.3 for the usual themes, 1.4.6 for high contrast. */
describe.each([
  ["light", 4.5],
  ["dark", 4.5],
  ["contrast", 7],
] as const)("%s tokens", (theme, readable) => {
  const tokens = tokensOf(theme);
  const colour = (name: string): string => tokens.get(name) ?? expect.fail(`no token --${name}`);

  it("has text readable on every ground", () => {
    const weak = inks.flatMap((ink) =>
      ["panel", "well", "ground"]
        .map((ground) => ({ pair: `${ink} on ${ground}`, ratio: contrast(colour(ink), colour(ground)) }))
        .filter(({ ratio }) => ratio < readable),
    );
    expect(weak).toEqual([]);
  });

  it("has words readable on the state they stand on", () => {
    const weak = states
      .map((state) => ({ state, ratio: contrast(colour(`on-${state}`), colour(state)) }))
      .filter(({ ratio }) => ratio < readable);
    expect(weak).toEqual([]);
    expect(contrast(colour("practice-ink"), colour("practice-soft"))).toBeGreaterThanOrEqual(readable);
    expect(contrast(colour("panel"), colour("ink"))).toBeGreaterThanOrEqual(7);
  });

  it("has edges and focus visible against what they stand on", () => {
    for (const ground of ["panel", "well", "ground"]) {
      expect(contrast(colour("rule-strong"), colour(ground))).toBeGreaterThanOrEqual(3);
      expect(contrast(colour("focus"), colour(ground))).toBeGreaterThanOrEqual(3);
    }
  });

  it.each(Object.keys(eyes))("keeps the states that call for a hand apart for %s eyes", (eye) => {
    const calling = ["pass", "fail", "running", "attention"];
    const matrix = eyes[eye] ?? expect.fail(eye);
    const close = calling.flatMap((a, index) =>
      calling
        .slice(index + 1)
        .map((b) => ({ pair: `${a} ${b}`, apart: distance(colour(a), colour(b), matrix) }))
        .filter(({ apart }) => apart < 0.08),
    );
    expect(close).toEqual([]);
  });
});
