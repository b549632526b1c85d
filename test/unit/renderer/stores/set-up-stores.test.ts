import { afterEach, describe, expect, it, vi } from "vitest";
import { createAuthoritiesStore } from "../../../../renderer/stores/authorities-store.ts";
import { createAwakeStore } from "../../../../renderer/stores/awake-store.ts";
import { createConnectionsStore } from "../../../../renderer/stores/connections-store.ts";
import { createGuideStore } from "../../../../renderer/stores/guide-store.ts";
import { createLanguageStore } from "../../../../renderer/stores/language-store.ts";
import { createSettingsStore } from "../../../../renderer/stores/settings-store.ts";
import { createSignInStore } from "../../../../renderer/stores/sign-in-store.ts";
import { fakeClient } from "./fake-client.ts";
import { memoryStorage } from "./memory-storage.ts";

const open: { close: () => void }[] = [];
afterEach(() => {
  for (const station of open.splice(0)) station.close();
});
function client() {
  const { client: made, station } = fakeClient();
  open.push(station);
  return made;
}

describe("the guide", () => {
  it("says what is there, and what became of the wish to be real", async () => {
    const made = client();
    const guide = createGuideStore(() => made);
    guide.getState().changed();
    expect(guide.getState().guide.status).toBe("idle");
    await guide.getState().load();
    expect(guide.getState().guide.value?.stones.map(({ stone }) => stone)).toEqual([
      "practise",
      "recipe",
      "slots",
      "service",
      "authority",
      "operators",
    ]);
    expect(await guide.getState().becomeReal("Line 3")).toBeNull();
    expect(guide.getState().turning).toBe("by-hand");
  });

  it("says why it is not known", async () => {
    const guide = createGuideStore(() => {
      throw new Error("no connection");
    });
    await guide.getState().load();
    expect(guide.getState().guide).toMatchObject({ status: "failed", value: null });
    expect(await guide.getState().becomeReal("Line 3")).not.toBeNull();
    expect(guide.getState().turning).toBe("no");
  });
});

describe("connections", () => {
  it("are added and removed, and nothing of a secret stays", async () => {
    const made = client();
    const store = createConnectionsStore(() => made);
    await store.getState().load();
    expect(store.getState().list.value?.proxy).toBe("http://proxy.plant:3128");
    const refused = await store.getState().add({ name: "plant-dps", idScope: "0ne1", secret: "SharedAccessKey=hush" });
    expect(refused).toBeNull();
    expect(store.getState().list.value?.connections.map(({ name }) => name)).toEqual(["practice-dps", "plant-dps"]);
    expect(JSON.stringify(store.getState())).not.toContain("hush");
    await store.getState().remove("plant-dps");
    expect(store.getState().list.value?.connections).toHaveLength(1);
    expect(await store.getState().add({ name: "Not a name", idScope: "x" })).not.toBeNull();
    expect(store.getState().list.value?.connections).toHaveLength(1);
  });

  it("show what a person has to do at Entra, then who it was", async () => {
    const made = client();
    const store = createConnectionsStore(() => made);
    const seen: string[] = [];
    store.subscribe(({ signingIn }) => seen.push(signingIn.status));
    await store.getState().signIn("plant-dps");
    expect(store.getState().signingIn).toMatchObject({ status: "done", account: "line@plant.example" });
    expect(seen).toEqual(["asking", "prompted", "done"]);
    store.getState().cancel();
    expect(store.getState().signingIn.status).toBe("idle");
  });
});

it("settings change, and a backup that is refused says why", async () => {
  const made = client();
  const store = createSettingsStore(() => made);
  await store.getState().load();
  expect(await store.getState().change({ shiftStart: "05:30", language: "vi" })).toBeNull();
  expect(store.getState().settings.value).toMatchObject({ shiftStart: "05:30", language: "vi", station: "Line 2" });
  expect(await store.getState().change({ shiftStart: "25:00" })).not.toBeNull();
  expect(store.getState().settings.value?.shiftStart).toBe("05:30");
  await store.getState().makeBackup();
  expect(store.getState().backup).toMatchObject({ status: "failed", outcome: null });
});

it("authorities are made, unlocked, and give files", async () => {
  const made = client();
  const store = createAuthoritiesStore(
    () => made,
    createSignInStore(
      () => made,
      () => undefined,
    ),
  );
  await store.getState().load();
  expect(await store.getState().put((calls) => calls.create({ kind: "pilot", name: "trial" }))).toBeNull();
  expect(store.getState().list.items.map(({ name }) => name)).toContain("trial");
  await store.getState().unlock("hsm-ca", "482913");
  expect(store.getState().list.items.some(({ locked }) => locked)).toBe(false);
  expect(JSON.stringify(store.getState())).not.toContain("482913");
  const answer = await store.getState().file((calls) => calls.exportChain({ name: "trial", format: "p7b" }));
  expect(answer.value?.fileName).toBe("trial.p7b");
  const wrong = await store.getState().file((calls) => calls.exportChain({ name: "No Name", format: "p7b" }));
  expect(wrong).toMatchObject({ value: null });
});

it("a screen where nobody chose speaks as the station does, and no other", () => {
  const speak = vi.fn();
  const options = { languages: ["en", "de", "vi"], system: "en", speak };
  const store = createLanguageStore(memoryStorage(), options);
  store.getState().offer("vi");
  expect(store.getState().language).toBe("vi");
  store.getState().offer(null);
  expect(store.getState().language).toBe("en");
  store.getState().choose("de");
  store.getState().offer("vi");
  expect(store.getState().language).toBe("de");
  expect(speak.mock.calls.flat()).toEqual(["en", "vi", "en", "de"]);
});

it("a screen that is to stay on remembers that", () => {
  const storage = memoryStorage();
  createAwakeStore(storage).getState().setAlways(true);
  expect(createAwakeStore(storage).getState().always).toBe(true);
  expect(createAwakeStore(null).getState().always).toBe(false);
});
