import type { StationError } from "../../base/errors/station-error.ts";
import { recipeErrors } from "../../workflow/recipe/recipe-errors.ts";
import type { Recipe } from "../../workflow/recipe/recipe-schema.ts";

type Identity = NonNullable<NonNullable<Recipe["smp"]>["identity"]>;
type Source = Identity["model"];
type Write = Recipe["registration"]["write"];

/** Stock firmware keeps all of it in one place: files, or settings. */
export const stockKind = ({ key }: Identity): "zephyr-fs" | "zephyr-settings" =>
  "file" in key ? "zephyr-fs" : "zephyr-settings";

/** Why no virtual device can stand in for the product: `recipe.console-not-tried`, `recipe.firmware-not-tried`; undefined: one can. */
export function whyNoDryRun(recipe: Recipe): StationError | undefined {
  if (recipe.link.driver === "console")
    return recipeErrors.consoleNotTried("a shell that only pretends would prove nothing");
  const identity = recipe.smp?.identity;
  const place = identity === undefined ? undefined : placeNoFirmwareHas(identity, recipe.registration.write);
  return place === undefined ? undefined : recipeErrors.firmwareNotTried(`no practice firmware has it: ${place}`);
}

/** A member of the recipe. */
function placeNoFirmwareHas(identity: Identity, write: Write): string | undefined {
  const where = stockKind(identity) === "zephyr-fs" ? "file" : "setting";
  if (!(where in identity.certificate)) return "smp.identity.certificate";
  if (write !== undefined && (write.as === "settings") !== (where === "setting")) return "registration.write";
  if (!isKept(identity.model, where) && !isInfo(identity.model)) return "smp.identity.model";
  const { serialNumber } = identity;
  if (serialNumber !== undefined && !isKept(serialNumber, where)) return "smp.identity.serialNumber";
  return undefined;
}

/** What the firmware can be given to keep, or prints at the one command it has. */
const isKept = (source: Source, where: "file" | "setting"): boolean =>
  "shell" in source ? source.shell.join(" ") === "factory show" : where in source && source.pattern === undefined;

/** The hardware platform. */
const isInfo = (source: Source): boolean => "info" in source && source.info === "i" && source.pattern === undefined;

/** What practice firmware for this product keeps from the factory, by path or key. */
export function stockContents(
  { smp }: Recipe,
  told: { readonly model: string; readonly serialNumber: string },
): Readonly<Record<string, string>> {
  const { model, serialNumber } = smp?.identity ?? {};
  return { ...contentOf(model, told.model), ...contentOf(serialNumber, told.serialNumber) };
}

function contentOf(source: Source | undefined, text: string): Readonly<Record<string, string>> {
  if (source === undefined) return {};
  if ("file" in source) return { [source.file]: `${text}\n` };
  return "setting" in source ? { [source.setting]: text } : {};
}
