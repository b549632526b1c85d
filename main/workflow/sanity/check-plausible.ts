import { createHash } from "node:crypto";
import { modulusFault } from "../../tpm/endorsement-key/modulus-fault.ts";
import type { Recipe } from "../recipe/recipe-schema.ts";
import { unitErrors } from "../unit-errors.ts";
import { knownEndorsementKeys } from "./known-endorsement-keys.ts";
import { macAddressRules, readMacAddress } from "./mac-address-rules.ts";
import { modelRules, serialNumberRules, type TextRule } from "./text-rules.ts";

/** On unless the recipe says `sanity: off`. */
const isOn = ({ sanity }: Recipe): boolean => sanity !== "off";

/** Refuses what is no unit's own serial number or model. Throws `unit.implausible-identity`, which names the rule. */
export function checkPlausibleNames(
  recipe: Recipe,
  names: { readonly serialNumber: string; readonly model: string },
): void {
  if (!isOn(recipe)) return;
  refuse("serial number", names.serialNumber, serialNumberRules);
  refuse("model", names.model, modelRules);
  if (names.serialNumber === names.model)
    throw unitErrors.implausibleIdentity(`serial number "${names.serialNumber}": same as the model`);
}

/** The same for the addresses a device tells, of whatever number of interfaces. */
export function checkPlausibleMacAddresses(recipe: Recipe, addresses: readonly string[]): void {
  if (!isOn(recipe)) return;
  for (const text of addresses) {
    const address = readMacAddress(text);
    const broken =
      address === undefined ? { name: "not six bytes" } : macAddressRules.find(({ matches }) => matches(address));
    if (broken !== undefined) throw unitErrors.implausibleIdentity(`MAC address "${text}": ${broken.name}`);
  }
}

function refuse(what: string, text: string, rules: readonly TextRule[]): void {
  const broken = rules.find(({ matches }) => matches(text));
  if (broken !== undefined) throw unitErrors.implausibleIdentity(`${what} "${text}": ${broken.name}`);
}

/** The same for a TPM2B_PUBLIC in the form DPS takes: its modulus, and keys that everybody can read on the web. */
export function checkPlausibleEndorsementKey(recipe: Recipe, publicArea: Uint8Array): void {
  if (!isOn(recipe)) return;
  const published = knownEndorsementKeys.get(createHash("sha256").update(publicArea).digest("hex"));
  if (published !== undefined) {
    throw unitErrors.implausibleIdentity(`endorsement key: published key, the one of ${published}`);
  }
  const fault = modulusFault(publicArea.subarray(-256));
  if (fault !== undefined) throw unitErrors.implausibleIdentity(`endorsement key: implausible modulus, ${fault}`);
}
