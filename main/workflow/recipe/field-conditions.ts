/** A member has one of these values, as written; an empty list: it is said at all. */
export interface Condition {
  readonly path: string;
  readonly values: readonly string[];
}

const has = (path: string, ...values: readonly string[]): Condition => ({ path, values });

const onConsole = has("link.driver", "console");
const certified = has("attestation.type", "x509", "x509-group");
const inTpm = has("attestation.key.where", "tpm");
const ownEntry = has("attestation.type", "tpm", "x509", "symmetric-key");
const ofTpm = has("attestation.type", "tpm");

/** What the rules beside the schema say of a member (`parse-recipe.ts`), by its path or the start of it; the longest holds. */
const rules: Readonly<Record<string, readonly (readonly Condition[])[]>> = {
  console: [[onConsole]],
  "console.sudoPasswordSecret": [[onConsole, has("console.becomeRoot", "sudo")]],
  "console.suPasswordSecret": [[onConsole, has("console.becomeRoot", "su")]],
  smp: [[has("link.driver", "smp")]],
  "smp.identity": [[has("link.driver", "smp"), certified]],
  "attestation.key.handle": [[certified, inTpm]],
  "attestation.tpm": [[ofTpm], [certified, inTpm]],
  "attestation.persistStorageRootKey": [[ofTpm], [certified, inTpm]],
  "enrollment.deviceId": [[ownEntry]],
  "enrollment.provisioningStatus": [[ownEntry]],
  "enrollment.reprovision": [[ownEntry]],
  "enrollment.allocation": [[ownEntry]],
  "enrollment.iotEdge": [[ownEntry]],
  "enrollment.initialTwin": [[ownEntry]],
  "pass.requires": [[ownEntry]],
  "pass.withinSeconds": [[ownEntry, has("pass.requires", "enrolled")]],
};

/** The console has it, and stock firmware. */
const registrationWrite = [[onConsole], [has("smp.identity.key")]];

/** When a member is of use: by the variants of the schema that have it, and by the rules beside it. */
export function fieldConditions(
  path: string,
  variants: readonly (readonly Condition[])[],
): readonly (readonly Condition[])[] {
  if (path.startsWith("registration.write")) return product(registrationWrite, variants);
  const [rule] = Object.keys(rules)
    .filter((start) => path === start || path.startsWith(`${start}.`))
    .sort((a, b) => b.length - a.length);
  return rule === undefined ? variants : (rules[rule] ?? variants);
}

function product(
  some: readonly (readonly Condition[])[],
  others: readonly (readonly Condition[])[],
): readonly (readonly Condition[])[] {
  return others.length === 0 ? some : some.flatMap((one) => others.map((other) => [...one, ...other]));
}
