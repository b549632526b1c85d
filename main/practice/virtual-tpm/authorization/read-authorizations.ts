import { ByteReader } from "../../../base/bytes/byte-reader.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { HANDLE_FIRST, handleTypeOf, TPM_RH } from "../../../tpm/spec/tpm-rh.ts";
import type { TpmState } from "../tpm-state.ts";
import { readAt, sizedAtMost } from "../wire/read-structures.ts";
import { failure, sessionFailure } from "../wire/tpm-failure.ts";
import type { Session } from "./session.ts";

/** TPMS_AUTH_COMMAND (TPM 2.0 Part 2, clause 10.13.2); `session` is undefined for a password. */
export interface Authorization {
  readonly session: Session | undefined;
  readonly nonceCaller: Uint8Array;
  /** TPMA_SESSION. */
  readonly attributes: number;
  readonly hmac: Uint8Array;
}

const continueSession = 0x01;
const reservedAttributes = 0x18;
const smallestArea = 9;
const mostSessions = 3;

/** TPM_RC_REFERENCE_S0: the first session is not loaded; later ones count up. */
const referenceS0 = 0x918;

/** Reads the authorization area that TPM_ST_SESSIONS announces (Part 3, clause 5.5). */
export function readAuthorizations(state: TpmState, reader: ByteReader): readonly Authorization[] {
  const size = readAt(failure, () => reader.u32());
  if (size < smallestArea || size > reader.remaining) throw failure(TPM_RC_FMT1.SIZE);
  const area = new ByteReader(reader.bytes(size), "authorization area");
  const authorizations: Authorization[] = [];
  while (area.remaining > 0) {
    if (authorizations.length === mostSessions) throw failure(TPM_RC_FMT1.SIZE);
    authorizations.push(readOne(state, area, authorizations.length));
  }
  return authorizations;
}

function readOne(state: TpmState, area: ByteReader, place: number): Authorization {
  return readAt(
    (code) => sessionFailure(code, place + 1),
    () => {
      const handle = area.u32();
      const isSession = [HANDLE_FIRST.HMAC_SESSION, HANDLE_FIRST.POLICY_SESSION].some(
        (first) => handleTypeOf(first) === handleTypeOf(handle),
      );
      if (!isSession && handle !== TPM_RH.PW) throw failure(TPM_RC_FMT1.VALUE);
      const session = isSession ? state.session(handle) : undefined;
      if (isSession && session?.loaded !== true) throw failure(referenceS0 + place);
      const nonceCaller = sizedAtMost(area, 64);
      const attributes = area.u8();
      if ((attributes & reservedAttributes) !== 0) throw failure(TPM_RC_FMT1.RESERVED_BITS);
      const hmac = sizedAtMost(area, 64);
      checkAttributes(session, attributes, nonceCaller);
      return { session, nonceCaller, attributes, hmac };
    },
  );
}

/** This TPM does not audit and does not encrypt parameters: asking for it is refused rather than ignored. */
function checkAttributes(session: Session | undefined, attributes: number, nonceCaller: Uint8Array): void {
  if ((attributes & ~continueSession) !== 0) throw failure(TPM_RC_FMT1.ATTRIBUTES);
  if (session === undefined && nonceCaller.length > 0) throw failure(TPM_RC_FMT1.NONCE);
}

export const continues = (authorization: Authorization): boolean => (authorization.attributes & continueSession) !== 0;
