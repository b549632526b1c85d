import { afterEach, describe, expect, it, vi } from "vitest";
import { RowPages, rowsPerPage } from "../../../../renderer/stores/row-pages.ts";

interface Asked {
  readonly offset: number;
  readonly after: number | undefined;
  readonly answer: (fail?: Error) => Promise<void>;
}

/** A list of a million numbers, answered when the test says so. */
function pages() {
  const asked: Asked[] = [];
  const failures: unknown[] = [];
  let came = 0;
  const rows = new RowPages<number>({
    read: ({ offset, limit, after }) =>
      new Promise((resolve, reject) => {
        const answer = async (fail?: Error): Promise<void> => {
          if (fail !== undefined) reject(fail);
          else resolve({ rows: Array.from({ length: limit }, (_, at) => offset + at), total: 1_000_000 });
          await new Promise((turn) => setImmediate(turn));
        };
        asked.push({ offset, after, answer });
      }),
    onPage: () => {
      came += 1;
    },
    onFailure: (error) => failures.push(error),
  });
  return { rows, asked, failures, came: () => came };
}

describe("rows in sight of a list too long to be read whole", () => {
  afterEach(() => vi.useRealTimers());

  it("reads the first page, then what comes into sight before it is there", async () => {
    const { rows, asked } = pages();
    rows.begin();
    expect(rows.at(0)).toBeUndefined();
    await asked[0]?.answer();
    expect(rows.at(42)).toBe(42);
    rows.want(50, 70);
    expect(asked.map(({ offset }) => offset)).toEqual([0, rowsPerPage]);
    expect(asked[1]?.after).toBe(rowsPerPage - 1);
    await asked[1]?.answer();
    expect(rows.at(150)).toBe(150);
  });

  it("reads again what was under way when the list changed", async () => {
    const { rows, asked } = pages();
    rows.begin();
    rows.refresh();
    expect(asked).toHaveLength(1);
    await asked[0]?.answer();
    expect(rows.at(0)).toBe(0);
    expect(asked.map(({ offset }) => offset)).toEqual([0, 0]);
    await asked[1]?.answer();
    expect(asked).toHaveLength(2);
  });

  it("reads nothing of what is flown over, and where it comes to rest", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { rows, asked } = pages();
    rows.begin();
    await asked[0]?.answer();
    for (const first of [100_000, 300_000, 700_000]) rows.want(first + 50, first + 60);
    expect(asked).toHaveLength(1);
    vi.advanceTimersByTime(1_000);
    expect(asked[1]?.offset).toBe(700_000);
    await asked[1]?.answer();
    expect(rows.at(700_055)).toBe(700_055);
  });

  it("never has more than two questions under way, and asks for what is in sight then", async () => {
    const { rows, asked } = pages();
    rows.begin();
    rows.want(0, 450);
    expect(asked).toHaveLength(2);
    await asked[0]?.answer();
    expect(asked).toHaveLength(3);
  });

  it("keeps rows until the new ones are there, and forgets answers to an earlier question", async () => {
    const { rows, asked, came } = pages();
    rows.begin();
    await asked[0]?.answer();
    rows.refresh();
    expect(rows.at(3)).toBe(3);
    rows.begin();
    expect(rows.at(3)).toBeUndefined();
    await asked[1]?.answer();
    expect([rows.at(3), came()]).toEqual([undefined, 1]);
    await asked[2]?.answer();
    expect(rows.at(3)).toBe(3);
  });

  it("says once what failed and reads on when asked to", async () => {
    const { rows, asked, failures } = pages();
    rows.begin();
    await asked[0]?.answer(new Error("away"));
    rows.want(0, 20);
    expect([failures.length, asked.length]).toEqual([1, 1]);
    rows.refresh();
    await asked[1]?.answer();
    expect(rows.at(7)).toBe(7);
  });

  it("forgets what was seen long ago", async () => {
    const { rows, asked } = pages();
    rows.begin();
    await asked[0]?.answer();
    for (let page = 1; page < 60; page += 1) {
      rows.want(page * rowsPerPage + 50, page * rowsPerPage + 60);
      await asked.at(-1)?.answer();
    }
    expect(rows.at(0)).toBeUndefined();
    expect(rows.at(59 * rowsPerPage + 55)).toBe(59 * rowsPerPage + 55);
  });
});
