import { pkiErrors } from "../../pki-errors.ts";
import { type CryptokiFunction, returned } from "./cryptoki-values.ts";

const gone: ReadonlySet<number> = new Set([
  returned.deviceRemoved,
  returned.deviceError,
  returned.tokenNotPresent,
  returned.tokenNotRecognized,
  returned.slotIdInvalid,
]);
const wrongPin: ReadonlySet<number> = new Set([returned.pinIncorrect, returned.pinInvalid, returned.pinLengthRange]);
const blocked: ReadonlySet<number> = new Set([returned.pinLocked, returned.pinExpired, returned.userPinNotInitialized]);

/** A session that is over although the token may be there: it was pulled and plugged, or the module was reset by another program. */
export const sessionLost: ReadonlySet<number> = new Set([
  returned.sessionClosed,
  returned.sessionHandleInvalid,
  returned.userNotLoggedIn,
  returned.keyHandleInvalid,
  returned.objectHandleInvalid,
  returned.cryptokiNotInitialized,
  ...gone,
]);

/** Throws what a CK_RV other than CKR_OK means: `pki.no-token`, `pki.wrong-pin`, `pki.pin-blocked`, `pki.token-fault`. */
export function checkReturned(name: CryptokiFunction, result: number, token: string): void {
  if (result === returned.ok) return;
  const detail = `${name} on token ${token} gave 0x${result.toString(16)}`;
  if (gone.has(result)) throw pkiErrors.noToken(detail);
  if (wrongPin.has(result)) throw pkiErrors.wrongPin(detail);
  if (blocked.has(result)) throw pkiErrors.pinBlocked(detail);
  throw pkiErrors.tokenFault(detail);
}
