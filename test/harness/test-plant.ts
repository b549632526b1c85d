import { randomUUID } from "node:crypto";
import { systemClock } from "../../main/base/clock.ts";
import type { DeviceSession } from "../../main/device/device-session.ts";
import { openSession } from "../../main/device/open-session.ts";
import { memoryLinkPair } from "../../main/link/memory-link.ts";
import type { CertificateAuthority } from "../../main/pki/authority/certificate-authority.ts";
import { fileAuthority } from "../../main/pki/custody/authority-in-use.ts";
import type { VirtualDevice } from "../../main/practice/virtual-device/virtual-device.ts";
import { openRecords, type Records } from "../../main/records/records.ts";
import type { RunEvent } from "../../main/workflow/engine/run-machine.ts";
import { type RunOptions, type RunResult, runUnit } from "../../main/workflow/engine/run-unit.ts";
import { type LoadedRecipe, parseRecipe } from "../../main/workflow/recipe/parse-recipe.ts";
import type { Plant } from "../../main/workflow/steps/step.ts";
import { recipeSource, type RecipeChange } from "./recipe-source.ts";
import { caExtensions, testCertificate } from "./test-certificates.ts";
import { unsealedKeys } from "./unsealed-keys.ts";

export const testLot = "4711";

/** What a run needs, with records in memory (or at `file`) and a real pilot authority; no service. */
export interface TestPlant {
  readonly plant: Plant;
  readonly records: Records;
  readonly authority: CertificateAuthority;
  /** Makes another authority. */
  newAuthority(name: string): Promise<CertificateAuthority>;
  recipe(change: RecipeChange, more?: object): Promise<LoadedRecipe>;
  close(): Promise<void>;
}

export async function testPlant(
  options: { readonly file?: string; readonly plant?: Partial<Plant> } = {},
): Promise<TestPlant> {
  const records = await openRecords({ file: options.file ?? ":memory:", practice: true });
  const authority = await newAuthority("line-ca");
  const plant: Plant = {
    records,
    clock: systemClock,
    authority: () => Promise.resolve(authority),
    trustedIssuers: () => Promise.resolve([]),
    secret: (name) => Promise.reject(new Error(`no secret ${name}`)),
    isPracticeService: () => Promise.resolve(true),
    symmetricKeys: unsealedKeys,
    checkGroup: () => Promise.resolve(),
    wakeQueue: () => undefined,
    waitUntilSettled: () => Promise.resolve("queued"),
    ...options.plant,
  };
  return {
    plant,
    records,
    authority,
    newAuthority,
    recipe: async (change, more = {}) => {
      const loaded = parseRecipe(JSON.stringify({ ...JSON.parse(recipeSource(change)), ...more }));
      const { recipe, hash: recipeHash, text: recipeText } = loaded;
      const { model } = recipe.product;
      if ((await records.lots.get(testLot)) === undefined)
        await records.lots.open({
          lot: testLot,
          recipe: recipe.recipe,
          recipeHash,
          recipeText,
          model,
          attestation: recipe.attestation.type,
          quantity: null,
        });
      return loaded;
    },
    close: () => records.close(),
  };
}

/** A self-signed authority with its key in memory: sealing one in a file takes a test's whole time. */
async function newAuthority(name: string): Promise<CertificateAuthority> {
  const { der, privateKey } = await testCertificate({ name, extensions: caExtensions(0) });
  return fileAuthority({ name, pilot: true, chain: [der], privateKey, clock: systemClock });
}

/** A conversation with a virtual device over bytes in memory. */
export function talkTo(device: VirtualDevice): DeviceSession {
  const { near, far } = memoryLinkPair("test");
  device.attach(far);
  return openSession("smp", near);
}

export interface TestRun extends RunResult {
  readonly events: readonly RunEvent[];
}

/** One run on slot 1 of the test lot. */
export async function runOnce(
  { plant }: Pick<TestPlant, "plant">,
  recipe: LoadedRecipe,
  openIt: RunOptions["openSession"],
  more: Partial<Pick<RunOptions, "signal" | "onEvent" | "onBoundary">> & { readonly scanned?: string } = {},
): Promise<TestRun> {
  const events: RunEvent[] = [];
  const { scanned, onEvent, ...rest } = more;
  const result = await runUnit({
    order: { runId: randomUUID(), slot: "1", lot: testLot, recipe, scannedSerialNumber: scanned },
    plant,
    openSession: openIt,
    signal: new AbortController().signal,
    onEvent: (event) => {
      events.push(event);
      onEvent?.(event);
    },
    ...rest,
  });
  return { ...result, events };
}
