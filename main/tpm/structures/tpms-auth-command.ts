import type { ByteReader } from "../../base/bytes/byte-reader.ts";
import type { ByteWriter } from "../../base/bytes/byte-writer.ts";
import { TPM_RH } from "../spec/tpm-rh.ts";
import { TPMA_SESSION } from "../spec/tpma-session.ts";

/** TPMS_AUTH_COMMAND (TPM 2.0 Part 2, clause 10.13.2): one authorization in a command's session area. */
export interface TpmsAuthCommand {
  readonly sessionHandle: number;
  readonly nonce: Uint8Array;
  /** TPMA_SESSION bits. */
  readonly sessionAttributes: number;
  readonly hmac: Uint8Array;
}

const empty = new Uint8Array(0);

/** The password session with an empty password: how every key and hierarchy of a fresh TPM is authorized. */
export const EMPTY_PASSWORD: TpmsAuthCommand = {
  sessionHandle: TPM_RH.PW,
  nonce: empty,
  sessionAttributes: TPMA_SESSION.continueSession,
  hmac: empty,
};

/** The password session with a password; zeros at its end do not count (TPM 2.0 Part 1, clause 19.6.4.3). */
export const passwordAuthorization = (password: Uint8Array): TpmsAuthCommand => ({ ...EMPTY_PASSWORD, hmac: password });

/** A policy session that needs neither HMAC nor password (an unsalted, unbound one with PolicySecret alone). */
export const policyAuthorization = (sessionHandle: number): TpmsAuthCommand => ({ ...EMPTY_PASSWORD, sessionHandle });

export function writeTpmsAuthCommand(writer: ByteWriter, value: TpmsAuthCommand): void {
  writer.u32(value.sessionHandle).sized(value.nonce).u8(value.sessionAttributes).sized(value.hmac);
}

export function readTpmsAuthCommand(reader: ByteReader): TpmsAuthCommand {
  return {
    sessionHandle: reader.u32(),
    nonce: reader.sized(),
    sessionAttributes: reader.u8(),
    hmac: reader.sized(),
  };
}
