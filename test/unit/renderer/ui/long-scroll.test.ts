import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LongScroll, mostLaidOut, type ScrollPlace } from "../../../../renderer/ui/long-scroll.ts";

const rowHeight = 44;
const viewport = 480;
const million = new LongScroll({ rows: 1_000_000, rowHeight, viewport });
const mostTop = mostLaidOut * rowHeight - viewport;
const lastTop = 1_000_000 * rowHeight - viewport;

/** Pixels from the first row of all. */
const offset = ({ base, top }: ScrollPlace): number => base * rowHeight + top;
const places = fc.record({
  base: fc.integer({ min: 0, max: 1_000_000 - mostLaidOut }),
  top: fc.integer({ min: 0, max: mostTop }),
});

describe("a bar for more rows than a browser lays out", () => {
  it("lays out no more than browsers can", () => {
    expect(million.laidOut * rowHeight).toBeLessThan(17_000_000);
    expect(new LongScroll({ rows: 12, rowHeight, viewport }).laidOut).toBe(12);
  });

  it("goes from the first row to the last by its thumb", () => {
    expect(million.scrolled(0, { base: 500_000, top: 2_000_000 })).toEqual({ base: 0, top: 0 });
    expect(offset(million.scrolled(mostTop, { base: 0, top: 0 }))).toBe(lastTop);
    const half = million.scrolled(mostTop / 2, { base: 0, top: 0 });
    expect(Math.abs(offset(half) - lastTop / 2)).toBeLessThan(rowHeight);
  });

  it("moves by a wheel what the wheel says", () => {
    fc.assert(
      fc.property(places, fc.integer({ min: -300, max: 300 }), (place, by) => {
        const top = Math.min(mostTop, Math.max(0, place.top + by));
        const wanted = offset(place) + (top - place.top);
        expect(offset(million.scrolled(top, place))).toBe(wanted);
      }),
    );
  });

  it("never ends before the rows do", () => {
    let place: ScrollPlace = { base: 400, top: 90 };
    for (let turn = 0; turn < 400; turn += 1) place = million.scrolled(Math.max(0, place.top - 100), place);
    expect(place).toEqual({ base: 0, top: 0 });
    place = million.settled({ base: 1_000_000 - mostLaidOut - 400, top: mostTop - 90 });
    for (let turn = 0; turn < 400; turn += 1) place = million.scrolled(Math.min(mostTop, place.top + 100), place);
    expect(offset(place)).toBe(lastTop);
  });

  it("shows the same rows when it has come to rest, its thumb at their share", () => {
    fc.assert(
      fc.property(places, (place) => {
        const settled = million.settled(place);
        expect(offset(settled)).toBe(offset(place));
        expect(Math.abs(settled.top / mostTop - offset(place) / lastTop)).toBeLessThan(0.006);
      }),
    );
  });

  it("brings a row into sight", () => {
    fc.assert(
      fc.property(places, fc.integer({ min: 0, max: 999_999 }), (place, row) => {
        const shown = million.showing(row, place);
        expect(offset(shown)).toBeLessThanOrEqual(row * rowHeight);
        expect(offset(shown) + viewport).toBeGreaterThanOrEqual((row + 1) * rowHeight);
        expect(million.showing(row, shown)).toEqual(shown);
      }),
    );
  });

  it("leaves a short table alone", () => {
    const short = new LongScroll({ rows: 200, rowHeight, viewport });
    expect(short.scrolled(8_000, { base: 0, top: 0 })).toEqual({ base: 0, top: 8_000 });
    expect(short.showing(199, { base: 0, top: 0 })).toEqual({ base: 0, top: 200 * rowHeight - viewport });
  });
});
