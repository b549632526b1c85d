import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { DryRunEvent } from "../../../../main/api/contract/index.ts";
import { silentLog } from "../../../../main/base/log.ts";
import { dryRunRecipe } from "../../../../main/station/practice/dry-run-recipe.ts";
import { parseRecipe } from "../../../../main/workflow/recipe/parse-recipe.ts";
import { recipeSource } from "../../../harness/recipe-source.ts";

const resources = join(import.meta.dirname, "../../../../resources/recipes");
const sample = (name: string): string => readFileSync(join(resources, name), "utf8");

async function dryRun(source: string, serialNumber?: string): Promise<readonly DryRunEvent[]> {
  const { signal } = new AbortController();
  const events: DryRunEvent[] = [];
  for await (const event of dryRunRecipe({ loaded: parseRecipe(source), serialNumber, log: silentLog, signal }))
    events.push(event);
  return events;
}

/** Of this test only: others of the machine, and of these tests, make folders in the usual one. */
function ownTemporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-temporary-"));
  for (const name of ["TMPDIR", "TEMP", "TMP"]) vi.stubEnv(name, folder);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  return folder;
}

describe("a dry run", () => {
  it.each([
    "gateway-tpm.yaml",
    "gateway-x509-tpm.yaml",
    "gateway-x509-group.yaml",
    "sensor-symmetric-key-group.yaml",
    "sensor-zephyr-settings.yaml",
  ])("passes for the sample %s, step by step", async (name) => {
    const events = await dryRun(sample(name));
    const [started] = events;
    expect(started).toMatchObject({ type: "started", steps: expect.arrayContaining(["identify", "record"]) });
    const steps = events.filter((event) => event.type === "step" && event.outcome === "pass");
    expect(steps).toHaveLength(started?.type === "started" ? started.steps.length : -1);
    expect(events.at(-1)).toMatchObject({ type: "result", outcome: "pass", hash: parseRecipe(sample(name)).hash });
  });

  it("passes with the TPM's passwords, trusted makers, hubs and a stage of the plant's own", async () => {
    const source = sample("gateway-tpm.yaml")
      .replace("recipe:", "stage: production\nrecipe:")
      .replace("  type: tpm", "  type: tpm\n  tpm: { ownerAuthSecret: plant-owner, endorsementAuthSecret: plant-ek }")
      .replace(/ {2}endorsementKey:.*\n/, `  endorsementKey: { persist: true, trust: ["${"ab".repeat(32)}"] }\n`);
    expect((await dryRun(source)).at(-1)).toMatchObject({ outcome: "pass", enrollment: "enrolled" });
  });

  it("tells a step that fails, with its code", async () => {
    const id = `"${"x".repeat(120)}-{serialNumber}"`;
    const source = sample("sensor-x509.yaml").replace(/registrationId: .*/, `registrationId: ${id}`);
    const events = await dryRun(source);
    expect(events.at(-1)).toMatchObject({ outcome: "fail", code: "recipe.registration-id" });
    expect(events).toContainEqual(
      expect.objectContaining({ type: "step", outcome: "fail", code: "recipe.registration-id" }),
    );
  });

  it("takes a serial number that fits, and refuses another", async () => {
    const source = recipeSource({ attestation: "x509" });
    expect((await dryRun(source, "PLANT-77")).at(-1)).toMatchObject({ registrationId: "plant-77" });
    await expect(dryRun(source, "no blanks")).rejects.toMatchObject({ code: "recipe.no-serial-number" });
  });

  it("says why a console recipe, or stock firmware nobody has here, cannot be tried", async () => {
    await expect(dryRun(sample("linux-gateway-tpm.yaml"))).rejects.toMatchObject({ code: "recipe.console-not-tried" });
    const odd = sample("sensor-zephyr-fs.yaml").replace("model: { info: i }", "model: { shell: [show, model] }");
    await expect(dryRun(odd)).rejects.toMatchObject({
      code: "recipe.firmware-not-tried",
      detail: expect.stringContaining("smp.identity.model"),
    });
  });

  it("leaves nothing behind when nobody waits for it", async () => {
    const folder = ownTemporaryFolder();
    const loaded = parseRecipe(sample("sensor-x509.yaml"));
    for await (const event of dryRunRecipe({ loaded, log: silentLog, signal: new AbortController().signal }))
      if (event.type === "started") {
        expect(readdirSync(folder)).toHaveLength(1);
        break;
      }
    expect(readdirSync(folder)).toEqual([]);
  });
});
