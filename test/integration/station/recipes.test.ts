import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DryRunEvent } from "../../../main/api/contract/index.ts";
import { silentLog } from "../../../main/base/log.ts";
import { openRecords } from "../../../main/records/records.ts";
import type { RunningStation, StationClient } from "../../../main/station/running-station.ts";
import { startStation } from "../../../main/station/start-station.ts";
import { recipeSource } from "../../harness/recipe-source.ts";

const byHand = recipeSource({ attestation: "x509" });
const draft = `# plant's own\n${byHand.replace("test-x509", "plant-sensor")}`;

/** A real station has neither service nor authority of the recipe: a dry run needs none of them. */
describe("recipes of a real station", () => {
  let folder: string;
  let station: RunningStation;
  let client: StationClient;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "touchmark-recipes-"));
    mkdirSync(join(folder, "recipes"));
    writeFileSync(join(folder, "recipes", "hand.yaml"), byHand);
    station = await startStation({ dataFolder: folder, mode: "real", log: silentLog });
    client = createRouterClient(station.router);
  });

  afterAll(async () => {
    await station?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const named = async (name: string) => (await client.recipes.list()).find((recipe) => recipe.name === name);

  async function dryRun(source: string): Promise<DryRunEvent | undefined> {
    const events: DryRunEvent[] = [];
    for await (const event of await client.recipes.dryRun({ source })) events.push(event);
    return events.at(-1);
  }

  it("put there by hand are used as they are", async () => {
    await client.lots.open({ lot: "HAND", recipe: "test-x509", quantity: null });
    expect(await named("test-x509")).toMatchObject({ locked: false, openLots: [{ lot: "HAND", current: true }] });
  });

  it("saved here open no lot before a dry run has passed, which leaves nothing in the records", async () => {
    await client.recipes.save({ source: draft, replaces: null });
    expect(await named("plant-sensor")).toMatchObject({ locked: true, trial: { state: "not-tried" } });
    const lot = { lot: "4711", recipe: "plant-sensor", quantity: 5 };
    await expect(client.lots.open(lot)).rejects.toMatchObject({ code: "recipe.not-tried" });
    expect(await dryRun(draft)).toMatchObject({ type: "result", outcome: "pass" });
    await client.lots.open(lot);
    expect((await client.units.list({})).total).toBe(0);
    expect(await client.authorities.list()).toEqual([]);
  });

  it("changed leave open lots as they are", async () => {
    const opened = await client.recipes.read({ name: "plant-sensor" });
    const before = (await named("plant-sensor"))?.hash;
    await client.recipes.save({ source: draft.replace("3650", "730"), replaces: opened });
    expect(readFileSync(join(folder, "recipes", "plant-sensor.yaml"), "utf8")).toContain("# plant's own");
    expect(await named("plant-sensor")).toMatchObject({ locked: true, openLots: [{ lot: "4711", current: false }] });
    expect((await client.lots.list()).find(({ lot }) => lot === "4711")?.recipeHash).toBe(before);
    await expect(client.recipes.save({ source: draft, replaces: opened })).rejects.toMatchObject({
      code: "recipe.changed-meanwhile",
    });
  });

  it("with a fault tell it with member and line, and are not saved", async () => {
    const source = draft.replace("3650", "0");
    const { recipe, faults } = await client.recipes.check({ source });
    expect(recipe).toBeNull();
    expect(faults).toEqual([expect.objectContaining({ path: "attestation.certificate.validityDays", line: 2 })]);
    await expect(client.recipes.save({ source, replaces: null })).rejects.toMatchObject({ code: "recipe.invalid" });
    await expect(dryRun(source)).rejects.toMatchObject({ code: "recipe.invalid" });
  });

  it("are deleted when no lot of theirs is open", async () => {
    await expect(client.recipes.remove({ name: "plant-sensor" })).rejects.toMatchObject({ code: "recipe.in-use" });
    await client.lots.close({ lot: "4711" });
    expect((await client.recipes.remove({ name: "plant-sensor" })).map(({ name }) => name)).toEqual(["test-x509"]);
  });

  it("are in the audit trail with what they were before and after", async () => {
    await station.close();
    const records = await openRecords({ file: join(folder, "station.db"), practice: false });
    try {
      const acts = (await records.audit.list({ after: 0, limit: 100 })).filter(({ act }) => act.startsWith("recipe-"));
      expect(acts.map(({ act, subject }) => `${act} ${subject ?? ""}`)).toEqual([
        "recipe-saved plant-sensor",
        "recipe-tried plant-sensor",
        "recipe-saved plant-sensor",
        "recipe-removed plant-sensor",
      ]);
      expect(acts[2]?.facts).toMatchObject({ before: acts[0]?.facts["after"], after: acts[3]?.facts["before"] });
    } finally {
      await records.close();
    }
  });
});
