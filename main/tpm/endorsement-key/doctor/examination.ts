import { toBase64 } from "../../../base/bytes/bytes.ts";
import { isStationError } from "../../../base/errors/station-error.ts";
import { checkEndorsementKey } from "../check-endorsement-key.ts";
import { defaultRegistrationId } from "../default-registration-id.ts";
import { modulusFault } from "../modulus-fault.ts";

/** What a file or text turned out to be. */
export type EndorsementKeyForm =
  | "tpm2b-public"
  | "tpmt-public"
  | "native-endian-structure"
  | "public-key-info"
  | "rsa-public-key"
  | "certificate"
  | "modulus"
  | "tpm2-tools-listing"
  | "truncated"
  | "other-tpm-key"
  | "ecc-key"
  | "private-key"
  | "nothing"
  | "unknown";

/** `exact`: every field of the key is known. `assumes-standard-template`: only the modulus is; the rest is taken to be TCG template L-1. */
export type Certainty = "exact" | "assumes-standard-template";

export interface EndorsementKeyExamination {
  /** `right`: enroll it as it is. `converted`, `assumed`: take `endorsementKey` in its place. `unusable`: no key for DPS can be had from it. */
  readonly verdict: "right" | "converted" | "assumed" | "unusable";
  readonly form: EndorsementKeyForm;
  /** How the bytes were wrapped, from the outside in, e.g. `Base64`. */
  readonly wrapping: readonly string[];
  /** What it is, in a sentence. */
  readonly what: string;
  /** What is wrong with it, in a sentence; null if nothing is. */
  readonly wrong: string | null;
  /** Base64 TPM2B_PUBLIC as DPS takes it; null where none can be had. */
  readonly endorsementKey: string | null;
  readonly certainty: Certainty | null;
  /** The id the DPS SDKs derive from that key. */
  readonly registrationId: string | null;
}

/** What one recogniser makes of the bytes, before their wrapping is taken into account. */
export interface Finding {
  readonly form: EndorsementKeyForm;
  readonly what: string;
  readonly wrong: string | null;
  /** TPM2B_PUBLIC in DPS's form. */
  readonly publicArea?: Uint8Array;
  readonly certainty?: Certainty;
}

export type Recogniser = (bytes: Uint8Array) => Finding | undefined;

export const unusable = (form: EndorsementKeyForm, what: string, wrong: string): Finding => ({ form, what, wrong });

/** A finding with a key; one that DPS would refuse all the same is turned into the finding that says why. */
export function withKey(finding: Required<Omit<Finding, "wrong">> & Pick<Finding, "wrong">): Finding {
  const { form, what, publicArea } = finding;
  const fault = faultOf(publicArea);
  return fault === undefined ? finding : unusable(form, what, `It cannot be used: ${fault}.`);
}

function faultOf(publicArea: Uint8Array): string | undefined {
  try {
    checkEndorsementKey(publicArea);
  } catch (error) {
    if (isStationError(error)) return error.detail;
    throw error;
  }
  return modulusFault(publicArea.subarray(-256));
}

/** `right` is for what may be pasted into the service as it is: one line of Base64, nothing around it. */
export function conclude(
  finding: Finding,
  wrapping: readonly string[],
  isPlainBase64: boolean,
): EndorsementKeyExamination {
  const { form, what, wrong, publicArea, certainty } = finding;
  const common = { form, wrapping, what };
  if (publicArea === undefined || certainty === undefined) {
    const nothing = { endorsementKey: null, certainty: null, registrationId: null };
    return { verdict: "unusable", ...common, wrong, ...nothing };
  }
  const key = {
    endorsementKey: toBase64(publicArea),
    certainty,
    registrationId: defaultRegistrationId(publicArea),
  };
  if (certainty !== "exact") return { verdict: "assumed", ...common, wrong, ...key };
  if (wrong === null && isPlainBase64) return { verdict: "right", ...common, wrong, ...key };
  return { verdict: "converted", ...common, wrong: wrong ?? wrappingFault(wrapping), ...key };
}

const wrappingFault = (wrapping: readonly string[]): string =>
  wrapping.length === 0
    ? "DPS wants it as Base64 text, these are the bare bytes."
    : `DPS wants nothing but one line of Base64, this is wrapped as: ${wrapping.join(", ")}.`;
