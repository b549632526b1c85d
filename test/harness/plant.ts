import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RecipeChange, recipeSource } from "./recipe-source.ts";
import { type Background, startInBackground, touchmark } from "./touchmark.ts";

/** A data folder set up through the command line against a practice provisioning service: what an engineer does first. */
export interface PlantSetUp {
  readonly folder: string;
  readonly data: string;
  readonly dps: Background;
  /** Writes a recipe for this plant and answers its file. */
  recipe(change: RecipeChange): string;
  file(name: string): string;
  stop(): Promise<void>;
}

export async function setUpPlant(): Promise<PlantSetUp> {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-plant-"));
  const data = join(folder, "data");
  const file = (name: string): string => join(folder, name);
  const dps = await startInBackground(["practice", "dps", "--data", join(folder, "dps")], "stdout");
  const { connectionString = "", url = "", idScope = "", caFile = "", endpoint = "" } = dps.ready;
  writeFileSync(file("connection-string"), connectionString);
  const added = await touchmark(
    "service",
    "add",
    "plant-dps",
    "--connection-string-file",
    file("connection-string"),
    "--id-scope",
    idScope,
    "--url",
    url,
    "--ca",
    caFile,
    "--data",
    data,
  );
  if (added.code !== 0) throw new Error(`service add: ${added.stderr}`);
  return {
    folder,
    data,
    dps,
    file,
    recipe: (change) => {
      const path = file(`recipe-${change.attestation}-${change.algorithm ?? "default"}.yaml`);
      writeFileSync(path, recipeSource({ endpoint, idScope, ...change }));
      return path;
    },
    stop: async () => {
      await dps.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
