import { systemClock } from "../../main/base/clock.ts";
import type { PracticeVendor } from "../../main/practice/vendor/practice-vendor.ts";
import { openRecords, type Records } from "../../main/records/records.ts";
import { fileAuthority } from "../../main/pki/custody/authority-in-use.ts";
import { parseRecipe } from "../../main/workflow/recipe/parse-recipe.ts";
import type { SlotWork } from "../../main/workflow/slots/slot.ts";
import type { Plant } from "../../main/workflow/steps/step.ts";
import { recipeSource } from "../harness/recipe-source.ts";
import { caExtensions, testCertificate } from "../harness/test-certificates.ts";
import { type Attestation, modelOf } from "./soak-units.ts";
import { fromPem } from "../../main/base/bytes/pem.ts";
import { unsealedKeys } from "../harness/unsealed-keys.ts";

export interface SoakLine {
  readonly records: Records;
  readonly plant: Plant;
  readonly work: Readonly<Record<Attestation, SlotWork>>;
}

/** Records on disk as a station has them, an authority, and one open lot of each kind. */
export async function openSoakLine(file: string, vendor: PracticeVendor): Promise<SoakLine> {
  const records = await openRecords({ file, practice: true });
  const { der, privateKey } = await testCertificate({ name: "line-ca", extensions: caExtensions(0) });
  const authority = fileAuthority({ name: "line-ca", pilot: true, chain: [der], privateKey, clock: systemClock });
  const trusted = [...fromPem("CERTIFICATE", vendor.rootPem), vendor.issuerDer];
  const plant: Plant = {
    records,
    clock: systemClock,
    authority: () => Promise.resolve(authority),
    trustedIssuers: () => Promise.resolve(trusted),
    secret: () => Promise.reject(new Error("no recipe here names a secret")),
    isPracticeService: () => Promise.resolve(true),
    symmetricKeys: unsealedKeys,
    checkGroup: () => Promise.resolve(),
    wakeQueue: () => undefined,
    waitUntilSettled: () => Promise.resolve("queued"),
  };
  return { records, plant, work: { tpm: await openLot(records, "tpm"), x509: await openLot(records, "x509") } };
}

async function openLot(records: Records, attestation: Attestation): Promise<SlotWork> {
  const recipe = parseRecipe(recipeSource({ attestation }));
  const lot = `SOAK-${attestation}`;
  const { hash: recipeHash, text: recipeText } = recipe;
  const model = modelOf[attestation];
  const name = recipe.recipe.recipe;
  await records.lots.open({ lot, recipe: name, recipeHash, recipeText, model, attestation, quantity: null });
  return { lot, recipe };
}
