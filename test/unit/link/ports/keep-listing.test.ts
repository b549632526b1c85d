import { describe, expect, it } from "vitest";
import { keepListing } from "../../../../main/link/ports/keep-listing.ts";

const broken = (): Promise<readonly string[]> => Promise.reject(new Error("no list"));
const stuck = (): Promise<readonly string[]> => new Promise(() => undefined);

describe("a list that is asked for again and again", () => {
  it.each([
    ["fails", broken],
    ["does not come", stuck],
  ])("is as it was for three times when it %s, then empty, and then what there is", async (_how, trouble) => {
    let now: () => Promise<readonly string[]> = () => Promise.resolve(["ttyACM0"]);
    const list = keepListing(() => now(), 20);
    expect(await list()).toEqual(["ttyACM0"]);
    now = trouble;
    for (let look = 1; look <= 3; look += 1) expect(await list()).toEqual(["ttyACM0"]);
    expect(await list()).toEqual([]);
    now = () => Promise.resolve(["ttyACM1"]);
    expect(await list()).toEqual(["ttyACM1"]);
    now = trouble;
    expect(await list()).toEqual(["ttyACM1"]);
  });

  it("is empty where there never was one", async () => {
    expect(await keepListing(broken)()).toEqual([]);
  });
});
