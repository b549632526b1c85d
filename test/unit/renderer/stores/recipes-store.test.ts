import { describe, expect, it } from "vitest";
import { createRecipesStore, isChanged } from "../../../../renderer/stores/recipes-store.ts";
import { fakeClient } from "./fake-client.ts";

async function opened() {
  const store = createRecipesStore(() => fakeClientOnce.client);
  await store.getState().load();
  return store;
}

const fakeClientOnce = fakeClient();

const until = async (met: () => boolean): Promise<void> => {
  while (!met()) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe("recipes store", () => {
  it("reads recipes, fields and samples, and opens one", async () => {
    const store = await opened();
    const { recipes, fields, samples, open } = store.getState();
    expect([recipes.items.length, samples.length]).toEqual([1, 1]);
    expect(fields.length).toBeGreaterThan(50);
    await open("test-x509");
    await until(() => store.getState().check !== null);
    const { draft, check } = store.getState();
    expect(check?.recipe?.name).toBe("test-x509");
    expect(draft !== null && isChanged(draft)).toBe(false);
  });

  it("checks what is typed, and forgets what was tried before it", async () => {
    const store = await opened();
    await store.getState().open("test-x509");
    await store.getState().try("");
    expect(store.getState().dryRun).toMatchObject({ status: "done", result: { outcome: "pass" }, plan: ["identify"] });
    store.getState().edit("recipe: ");
    expect(store.getState().dryRun).toBeNull();
    await until(() => (store.getState().check?.faults.length ?? 0) > 0);
    expect(store.getState().check?.recipe).toBeNull();
  });

  it("saves a new one under its name, and goes on with what was saved", async () => {
    const store = await opened();
    const source = store.getState().samples[0]?.source.replace("test-x509", "another") ?? "";
    store.getState().begin(source);
    await store.getState().save();
    const { draft, recipes, problem } = store.getState();
    expect(problem).toBeNull();
    expect(draft?.opened?.name).toBe("another");
    expect(recipes.items.map(({ name }) => name)).toContain("another");
    store.getState().close();
    expect(store.getState().draft).toBeNull();
    expect(await store.getState().remove("another")).toBeNull();
  });
});
