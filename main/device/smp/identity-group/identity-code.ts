import type { ErrorMaker } from "../../../base/errors/error-catalogue.ts";
import type { StationError } from "../../../base/errors/station-error.ts";
import { deviceErrors } from "../../device-errors.ts";
import { smpCode, type SmpOutcome } from "../smp-outcome.ts";
import { identityGroupId } from "./identity-group.ts";

/** Result codes of the identity group (docs/identity-group.md, "Errors"). */
export const identityCode = {
  unknown: 1,
  notSupported: 2,
  badRequest: 3,
  badOffset: 4,
  tooLarge: 5,
  keyExists: 6,
  noKey: 7,
  locked: 8,
  tpmFailure: 9,
  busy: 10,
  badHash: 11,
  noTransfer: 12,
  storage: 13,
  wrongCertificate: 14,
} as const;

const makers: Readonly<Record<number, ErrorMaker>> = {
  [identityCode.notSupported]: deviceErrors.notSupported,
  [identityCode.tooLarge]: deviceErrors.tooLarge,
  [identityCode.keyExists]: deviceErrors.keyExists,
  [identityCode.noKey]: deviceErrors.noKey,
  [identityCode.locked]: deviceErrors.locked,
  [identityCode.tpmFailure]: deviceErrors.tpmFailed,
  [identityCode.busy]: deviceErrors.busy,
  [identityCode.badOffset]: deviceErrors.transferLost,
  [identityCode.noTransfer]: deviceErrors.transferLost,
  [identityCode.storage]: deviceErrors.storageFailed,
  [identityCode.wrongCertificate]: deviceErrors.wrongCertificate,
};

const smpMakers: Readonly<Record<number, ErrorMaker>> = {
  // Zephyr's answer for a group or command it was built without.
  [smpCode.notSupported]: deviceErrors.notSupported,
  [smpCode.accessDenied]: deviceErrors.locked,
  [smpCode.busy]: deviceErrors.busy,
};

/** The station's error for a refused identity command. */
export function identityError(name: string, refusal: SmpOutcome & { readonly ok: false }): StationError {
  if (refusal.group === identityGroupId) {
    const reason = Object.entries(identityCode).find(([, code]) => code === refusal.code)?.[0] ?? "unknown";
    return (makers[refusal.code] ?? deviceErrors.refused)(`${name}: identity group code ${refusal.code} (${reason})`);
  }
  const scope = refusal.group === undefined ? "SMP" : `group ${refusal.group}`;
  const maker = refusal.group === undefined ? smpMakers[refusal.code] : undefined;
  return (maker ?? deviceErrors.refused)(`${name}: ${scope} code ${refusal.code}`);
}
