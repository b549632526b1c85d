import { expect, it } from "vitest";
import type { Session } from "../../../../main/api/contract/index.ts";
import { createSignInStore } from "../../../../renderer/stores/sign-in-store.ts";
import { fakeClient } from "./fake-client.ts";

const people = [{ name: "Ann", role: "engineer" }] as const;

it("tells who has signed in, or out, before the dialog closes", async () => {
  const { station, client } = fakeClient({ people });
  const told: { readonly asked: string; readonly name: string | undefined }[] = [];
  const store = createSignInStore(
    () => client,
    ({ operator }: Session) => told.push({ asked: store.getState().asked, name: operator?.name }),
  );
  await store.getState().open();
  await store.getState().give({ name: "Ann", pin: "123456" });
  expect(store.getState()).toMatchObject({ asked: "closed", problem: null });
  await store.getState().open();
  await store.getState().signOut();
  expect(store.getState().asked).toBe("closed");
  expect(told).toEqual([
    { asked: "sign-in", name: "Ann" },
    { asked: "sign-in", name: undefined },
  ]);
  station.close();
});

it("tells nothing of who was refused, and stays open", async () => {
  const { station, client } = fakeClient({ people });
  const store = createSignInStore(
    () => client,
    () => expect.fail("nobody signed in"),
  );
  await store.getState().open();
  await store.getState().give({ name: "Ann", pin: "654321" });
  expect(store.getState()).toMatchObject({ asked: "sign-in", problem: { code: "people.wrong-sign-in" } });
  station.close();
});
