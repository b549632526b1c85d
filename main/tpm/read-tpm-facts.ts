import { TPM_PT, TPMA_MODES, TPMA_PERMANENT } from "./spec/tpm-pt.ts";
import { readFixedProperties, readTpmProperties, type TpmProperties } from "./read-tpm-properties.ts";
import type { Tpm } from "./wire/tpm.ts";

export type TpmFacts = Readonly<Record<string, string | number | boolean>>;

/**
 * What a TPM says of itself, for the record: `manufacturer`, `vendor`, `firmwareVersion` (two words in hexadecimal, as tpm2_getcap
 * has them), `specification` (`2.0 rev 1.64`), `fipsMode`, `ownerAuthSet`, `endorsementAuthSet`, `lockoutAuthSet`, `clearDisabled`,
 * `inLockout`, `lockoutCounter`, `lockoutLimit`. What a TPM does not report is left out.
 */
export async function readTpmFacts(tpm: Tpm, signal?: AbortSignal): Promise<TpmFacts> {
  const fixed = await readFixedProperties(tpm, signal);
  const variable = await readTpmProperties(tpm, TPM_PT.VAR, { signal });
  return { ...identityFacts(fixed), ...stateFacts(fixed, variable) };
}

/** Four ASCII characters in a word; padding and anything unprintable is dropped. */
function asciiOf(word: number): string {
  const bytes = [word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff];
  return String.fromCharCode(...bytes.filter((byte) => byte >= 0x20 && byte < 0x7f));
}

const hexOf = (word: number): string => word.toString(16).padStart(8, "0");

function identityFacts(fixed: TpmProperties): TpmFacts {
  const facts: Record<string, string> = {};
  const manufacturer = fixed.get(TPM_PT.MANUFACTURER);
  if (manufacturer !== undefined) facts["manufacturer"] = asciiOf(manufacturer).trim();
  const vendorWords = [TPM_PT.VENDOR_STRING_1, TPM_PT.VENDOR_STRING_2, TPM_PT.VENDOR_STRING_3, TPM_PT.VENDOR_STRING_4];
  const vendor = vendorWords.map((property) => asciiOf(fixed.get(property) ?? 0)).join("");
  if (vendor.trim() !== "") facts["vendor"] = vendor.trim();
  const [major, minor] = [fixed.get(TPM_PT.FIRMWARE_VERSION_1), fixed.get(TPM_PT.FIRMWARE_VERSION_2)];
  if (major !== undefined && minor !== undefined) facts["firmwareVersion"] = `${hexOf(major)}.${hexOf(minor)}`;
  const family = fixed.get(TPM_PT.FAMILY_INDICATOR);
  const revision = fixed.get(TPM_PT.REVISION);
  if (family !== undefined && revision !== undefined) {
    facts["specification"] = `${asciiOf(family)} rev ${(revision / 100).toFixed(2)}`;
  }
  return facts;
}

function stateFacts(fixed: TpmProperties, variable: TpmProperties): TpmFacts {
  const facts: Record<string, boolean | number> = {};
  const modes = fixed.get(TPM_PT.MODES);
  if (modes !== undefined) facts["fipsMode"] = (modes & (TPMA_MODES.FIPS_140_2 | TPMA_MODES.FIPS_140_3)) !== 0;
  const permanent = variable.get(TPM_PT.PERMANENT);
  if (permanent !== undefined) {
    facts["ownerAuthSet"] = (permanent & TPMA_PERMANENT.ownerAuthSet) !== 0;
    facts["endorsementAuthSet"] = (permanent & TPMA_PERMANENT.endorsementAuthSet) !== 0;
    facts["lockoutAuthSet"] = (permanent & TPMA_PERMANENT.lockoutAuthSet) !== 0;
    facts["clearDisabled"] = (permanent & TPMA_PERMANENT.disableClear) !== 0;
    facts["inLockout"] = (permanent & TPMA_PERMANENT.inLockout) !== 0;
  }
  const lockoutCounter = variable.get(TPM_PT.LOCKOUT_COUNTER);
  if (lockoutCounter !== undefined) facts["lockoutCounter"] = lockoutCounter;
  const lockoutLimit = variable.get(TPM_PT.MAX_AUTH_FAIL);
  if (lockoutLimit !== undefined) facts["lockoutLimit"] = lockoutLimit;
  return facts;
}
