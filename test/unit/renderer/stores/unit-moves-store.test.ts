import { ORPCError } from "@orpc/server";
import { describe, expect, it } from "vitest";
import type { StationClient } from "../../../../renderer/client/station-client.ts";
import { createSignInStore } from "../../../../renderer/stores/sign-in-store.ts";
import { createUnitMovesStore } from "../../../../renderer/stores/unit-moves-store.ts";
import { fakeClient } from "./fake-client.ts";

const secondNeeded = {
  code: "people.second-needed",
  sentence: "Another person signs.",
  detail: "",
  retry: "after-fix",
};

describe("unit moves store", () => {
  it("knows what may be done, and does it", async () => {
    const { station, client } = fakeClient();
    const serialNumber = station.line.plug("1", "none").serialNumber ?? expect.fail("no unit");
    await expect.poll(() => station.line.units.get(serialNumber)?.state).toBe("provisioned");
    const store = createUnitMovesStore(
      () => client,
      createSignInStore(
        () => client,
        () => undefined,
      ),
    );
    await store.getState().load(serialNumber);
    expect(store.getState().list.items.map(({ act }) => act)).toContain("quarantine");
    expect(await store.getState().move(serialNumber, "quarantine", "dropped")).toBeNull();
    await expect.poll(() => store.getState().list.items.map(({ act }) => act)).toContain("release");
    store.getState().rest();
    expect(store.getState().list.items).toEqual([]);
    station.close();
  });

  it("asks for a second person where the station wants one, and leaves it where nobody comes", async () => {
    const { station, client: whole } = fakeClient();
    const serialNumber = station.line.plug("1", "none").serialNumber ?? expect.fail("no unit");
    const seen: unknown[] = [];
    const change: StationClient["units"]["change"] = (input) => {
      seen.push(input.second);
      if (input.second === undefined) throw new ORPCError(secondNeeded.code, { message: "", data: secondNeeded });
      return whole.units.change(input);
    };
    const client = { ...whole, units: { ...whole.units, change } };
    const signIn = createSignInStore(
      () => client,
      () => undefined,
    );
    const store = createUnitMovesStore(() => client, signIn);
    const moved = store.getState().move(serialNumber, "scrap", "broken");
    await expect.poll(() => signIn.getState().asked).toBe("second");
    await signIn.getState().give({ badge: "BADGE-EVE" });
    expect(await moved).toBeNull();
    const refused = store.getState().move(serialNumber, "scrap", "broken");
    await expect.poll(() => signIn.getState().asked).toBe("second");
    signIn.getState().dismiss();
    expect((await refused)?.code).toBe("people.second-needed");
    expect(seen).toEqual([undefined, { badge: "BADGE-EVE" }, undefined]);
    station.close();
  });
});
