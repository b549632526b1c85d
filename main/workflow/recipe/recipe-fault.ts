import type { YAMLParseError } from "yaml";
import type { z } from "zod";
import { type Remark, remarksOf } from "../../base/remark.ts";
import { remarkOnIssue, schemaWords } from "../../base/schema-remarks.ts";

/** renderer/locales/…/recipe-faults.ts says each in every language; members and their values stay as a recipe has them. */
const words = {
  ...schemaWords,
  unknown: () => "is not known here",

  "too-large": () => "longer than 256 KiB",
  "wrong-indent": () => "is not indented as its neighbours are",
  "tab-indent": () => "is indented by a tab: YAML takes spaces",
  twice: () => "is there twice",
  /** What the YAML parser says, in English. */
  "no-yaml": (message: string) => `cannot be read as YAML: ${message}`,

  "name-form": () => "lower-case letters, digits and hyphens",
  "group-form": () => "the id of an enrollment group, like line-7-sensors",
  "user-form": () => "a user's name",
  "owner-form": () => "a user, or user:group",
  "mode-form": () => 'octal digits in quotes, like "640"',
  "path-form": () => "a path from the root, like /etc/aziot/config.toml",
  "settings-form": () => "a settings key, like prov/host",
  "info-form": () => "letters of os info, like i",
  "tcti-form": () => "a TCTI as tpm2_send takes it",
  "host-form": () => "host name, with a port if it is not 443",
  "id-scope-form": () => "ID scope, like 0ne00000000",
  "pattern-form": () => "not a regular expression",
  "handle-quotes": () => 'a handle in quotes, like "0x81000101"',
  "handle-form": () => 'a persistent handle from "0x81000000" to "0x817fffff"',
  "handle-taken": () => "that handle is another key's place",
  "fingerprint-quotes": () => "a SHA-256 fingerprint in quotes, as touchmark trust list prints it",
  "fingerprint-form": () => "a SHA-256 fingerprint, or its first 16 digits or more",
  "no-registration-id": () => "must hold {registrationId}: it differs for every unit",
  "no-unit": () => "names no unit",
  "usb-console": () => "a USB bulk pipe has no console: needs driver: smp",

  "only-for": (what: string) => `is for ${what}`,
  "only-for-either": (one: string, other: string) => `is for ${one}, or ${other}`,
  "needed-by": (what: string) => `is required by ${what}`,
  "settings-for-smp": () => "settings are for link.driver: smp",
  "key-made-there": () => "is required: the key is made there",
  "key-written-there": () => "is required: the key is written there",
  "certificate-written-there": () => "is required: the certificate is written there",
  "registration-place": () => "is required by smp.identity: where the registration goes",
  "key-place": () => "station needs smp.identity, which says where the key goes",
  "key-from-station": () => "must be station: such firmware makes no key by itself",
  "key-in-tpm": () => "only for a key in the TPM: where: tpm",
  "no-key-file": () => "names the key by its file, which a key in the TPM does not have: json, env or template",
  "proof-needed": () => "only a key that is proven is kept: needs activation: required",
  "id-of-group": () => "in a group the device id is the registration id: leave it out",
  "set-at-group": () => "is the group's own: set it there, leave it out here",
  "no-entry": () => "a unit of a group has no entry to wait for: leave it out",
  placeholder: (name: string, known: string) => `${name} is not known here; known: ${known}`,
  "not-unique": () => "must hold {ek} or {serialNumber}: it has to differ for every unit",
} as const;

type Code = keyof typeof words;

/** What is wrong, at which member. */
export interface Fault {
  readonly path: readonly PropertyKey[];
  readonly remark: Remark<Code>;
}

export const recipeFaultCodes = Object.keys(words);

export const recipeRemark = remarksOf(words);

type PlainCode = { [Each in Code]: Parameters<(typeof words)[Each]> extends [] ? Each : never }[Code];

/** As the message of a schema: the code alone. */
export const says = (code: PlainCode): string => code;

const isPlain = (code: string): code is PlainCode => Object.hasOwn(words, code);

/** A member that is not known is at fault itself, not what it stands in. */
export const faultsOfIssue = (issue: z.core.$ZodIssue): readonly Fault[] =>
  issue.code === "unrecognized_keys"
    ? issue.keys.map((key) => ({ path: [...issue.path, key], remark: recipeRemark("unknown") }))
    : [{ path: issue.path, remark: isPlain(issue.message) ? recipeRemark(issue.message) : remarkOnIssue(issue) }];

/** What the YAML parser cannot make sense of. */
export function remarkOnYaml({ code, message }: YAMLParseError): Remark<Code> {
  switch (code) {
    case "BAD_INDENT":
      return recipeRemark("wrong-indent");
    case "TAB_AS_INDENT":
      return recipeRemark("tab-indent");
    case "DUPLICATE_KEY":
      return recipeRemark("twice");
    default:
      return recipeRemark("no-yaml", message);
  }
}
