import { systemClock } from "../../base/clock.ts";
import { type CheckResult, runPreflight } from "../../enrollment/preflight/run-preflight.ts";
import type { RecipeGroup } from "../../enrollment/preflight/preflight-check.ts";
import type { LoadedRecipe } from "../../workflow/recipe/parse-recipe.ts";
import { isByGroup } from "../../workflow/recipe/recipe-attestation.ts";
import { openKeyFiles, openKeyFilesText } from "../open-key-files.ts";
import { readRecipes } from "../recipe-shelf.ts";
import type { ReadWorkshop } from "../read-workshop.ts";
import { isOnThisMachine } from "../service-store.ts";

import { checkGroup } from "./enrollment-groups.ts";

export type { Mender } from "../../enrollment/preflight/preflight-check.ts";
export type { CheckResult };

export interface ServiceCheck {
  readonly service: string;
  /** Whether an entry may be written, read and deleted at the service. */
  readonly canary: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Left out: those of the data folder. */
  readonly recipes?: readonly LoadedRecipe[] | undefined;
}

/** Checks the way to a provisioning service and the station's rights there, step by step. Throws `set-up.*`, `recipe.*`, `station.cancelled`. */
export async function* checkService(
  workshop: ReadWorkshop,
  { service: name, canary, signal, recipes: given }: ServiceCheck,
): AsyncGenerator<CheckResult, void> {
  const { services, records, folder } = workshop;
  const { url, apiVersion, ca, idScope, operationsPerMinute } = await services.get(name);
  const recipes = given ?? [...(await readRecipes(folder.recipes)).values()];
  // Those of a group are looked at with the group.
  const hubs = recipes.flatMap(({ recipe: { attestation, enrollment } }) =>
    enrollment.service === name && !isByGroup(attestation) ? (enrollment.iotHubs ?? []) : [],
  );
  yield* filesOf(workshop);
  const credential = await services.credential(name);
  const preflight = runPreflight({
    target: { url, credential, apiVersion, ca, idScope },
    recipeHubs: [...new Set(hubs)],
    recipeGroups: recipes.flatMap(({ recipe }) => groupOf(workshop, name, recipe)),
    enrolled: (await records.enrollments.countsByService()).get(name)?.enrolled ?? 0,
    // A service on this machine takes what it is given.
    operationsPerMinute: isOnThisMachine(await services.get(name)) ? undefined : operationsPerMinute,
    canary,
    clock: systemClock,
    signal,
  });
  try {
    yield* preflight;
  } finally {
    credential.close();
  }
}

/** Who can read the station's keys can do at the service what the station can. */
async function* filesOf({ folder }: ReadWorkshop): AsyncGenerator<CheckResult, void> {
  const open = await openKeyFiles(folder);
  if (open.length > 0) yield { check: "files", outcome: "warning", found: openKeyFilesText(open), mend: "station" };
}

function groupOf(
  workshop: ReadWorkshop,
  service: string,
  { attestation, enrollment }: LoadedRecipe["recipe"],
): readonly RecipeGroup[] {
  if (enrollment.service !== service) return [];
  const by =
    attestation.type === "x509-group"
      ? { authority: attestation.certificate.authority }
      : attestation.type === "symmetric-key-group"
        ? { masterKeySecret: attestation.masterKeySecret }
        : undefined;
  if (by === undefined || !("group" in attestation)) return [];
  const { group } = attestation;
  const examine: RecipeGroup["examine"] = async (signal) =>
    (await checkGroup(workshop, { service, group, by, hubs: enrollment.iotHubs, signal })).differences;
  return [{ group, examine }];
}
