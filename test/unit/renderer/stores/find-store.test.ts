import { afterEach, describe, expect, it } from "vitest";
import { createFindStore } from "../../../../renderer/stores/find-store.ts";
import { fakeClient } from "./fake-client.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function room(units: number) {
  const { station, client } = fakeClient();
  closing.push(station.close);
  const serials = Array.from({ length: units }, (_, index) => {
    const { serialNumber } = station.line.plug(String(index + 1), "none");
    return serialNumber ?? expect.fail("no unit");
  });
  const doors: string[] = [];
  const store = createFindStore(() => client, {
    toUnit: (serialNumber) => doors.push(serialNumber),
    toComparison: (serialNumber, other) => doors.push(`${serialNumber} ${other}`),
    toRoom: () => doors.push("room"),
  });
  return { store, doors, serials, client };
}

describe("find store", () => {
  it("opens the one unit that a label names", async () => {
    const { store, doors, serials } = await room(2);
    await store.getState().find(`]d2010952123454321321${serials[0]}`);
    expect(doors).toEqual([serials[0]]);
    expect(store.getState()).toMatchObject({ finding: null, busy: false });
  });

  it("lists several that have it as a part, and says what an unknown code looks like", async () => {
    const { store, doors } = await room(2);
    await store.getState().find("GW220");
    expect(store.getState().finding).toMatchObject({ kind: "several", code: "GW220" });
    await store.getState().find("GW999999999");
    expect(store.getState().finding).toEqual({ kind: "none", code: "GW999999999", looks: "serial" });
    expect(doors).toEqual(["room", "room"]);
  });

  it("leads to the comparison when another unit was wanted, never with itself", async () => {
    const { store, doors, serials } = await room(2);
    const [one = "", other = ""] = serials;
    store.getState().compareWith(one);
    await store.getState().find(one);
    expect(store.getState()).toMatchObject({ finding: { kind: "same" }, comparing: one });
    await store.getState().find(other);
    expect(doors).toEqual([`${one} ${other}`]);
    expect(store.getState().comparing).toBeNull();
  });

  it("says what failed, and shows only the newest answer", async () => {
    const { store, serials, client } = await room(1);
    const broken = createFindStore(
      () => {
        throw new Error("gone");
      },
      { toUnit: () => undefined, toComparison: () => undefined, toRoom: () => undefined },
    );
    await broken.getState().find("GW1");
    expect(broken.getState().finding).toMatchObject({ kind: "failed", code: "GW1" });
    const first = store.getState().find("nothing like it");
    await store.getState().find(serials[0] ?? "");
    await first;
    expect(store.getState().finding).toBeNull();
    expect(client).toBeDefined();
  });
});
