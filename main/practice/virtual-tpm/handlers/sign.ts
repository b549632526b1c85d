import type { ByteReader } from "../../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { hashNameOf, TPM_ALG } from "../../../tpm/spec/tpm-alg.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { TPM_RH } from "../../../tpm/spec/tpm-rh.ts";
import { TPM_ST } from "../../../tpm/spec/tpm-st.ts";
import { TPMA_OBJECT } from "../../../tpm/spec/tpma-object.ts";
import { signEccDigest, signRsaDigest } from "../keys/sign-digest.ts";
import { LIMITS } from "../limits.ts";
import { digestLength } from "../objects/recover-seed.ts";
import { decodeScheme, type Scheme } from "../objects/schemes.ts";
import { hasAttributes, type TpmObject } from "../objects/tpm-object.ts";
import { objectAt, tpmCommand } from "../tpm-command.ts";
import { oneOf, sizedAtMost } from "../wire/read-structures.ts";
import { handleFailure, parameterFailure } from "../wire/tpm-failure.ts";

const signingSchemes = [TPM_ALG.HMAC, TPM_ALG.RSASSA, TPM_ALG.RSAPSS, TPM_ALG.ECDSA];

/** TPM2_Sign (TPM 2.0 Part 3, clause 20.2) with RSASSA and ECDSA. No key here may sign what only this TPM has hashed. */
export const sign = tpmCommand({
  code: 0x15d,
  handles: [{ accepts: ["object"], role: "user" }],
  decode: (parameters) => ({
    digest: parameters.next((reader) => sizedAtMost(reader, LIMITS.digestBytes)),
    asked: parameters.next((reader) => decodeScheme(reader, signingSchemes, TPM_RC_FMT1.SCHEME)),
    ticket: parameters.next(readHashTicket),
  }),
  run: (context, { digest, asked }) => {
    const key = objectAt(context, 0);
    if (!hasAttributes(key.publicArea, TPMA_OBJECT.sign)) throw handleFailure(TPM_RC_FMT1.KEY, 1);
    const { algorithm, hash } = schemeFor(key, asked);
    if (hasAttributes(key.publicArea, TPMA_OBJECT.restricted)) throw parameterFailure(TPM_RC_FMT1.TICKET, 3);
    const hashName = hashNameOf(hash);
    if (hashName === undefined) throw parameterFailure(TPM_RC_FMT1.SCHEME, 2);
    if (digest.length !== digestLength(hashName)) throw parameterFailure(TPM_RC_FMT1.SIZE, 1);
    const signature = new ByteWriter().u16(algorithm).u16(hash);
    return { parameters: writeSignature(signature, key, { hashName, digest }).finish() };
  },
});

interface HashedMessage {
  readonly hashName: string;
  readonly digest: Uint8Array;
}

function writeSignature(writer: ByteWriter, key: TpmObject, { hashName, digest }: HashedMessage): ByteWriter {
  if (key.privateKey !== undefined) return writer.sized(signRsaDigest(key.privateKey, hashName, digest));
  const { r, s } = signEccDigest(key.sensitive.secret, digest);
  return writer.sized(r).sized(s);
}

/** The key's own scheme, or the asked one where the key leaves it open; they must not differ (Part 1, clause 27.6.1). */
function schemeFor({ publicArea }: TpmObject, asked: Scheme): { readonly algorithm: number; readonly hash: number } {
  const mismatch = parameterFailure(TPM_RC_FMT1.SCHEME, 2);
  const own = publicArea.scheme;
  const isOpen = own.algorithm === TPM_ALG.NULL;
  const { algorithm, hash } = isOpen ? asked : own;
  const differs = asked.algorithm !== TPM_ALG.NULL && (asked.algorithm !== algorithm || asked.hash !== hash);
  const suits = publicArea.type === "rsa" ? TPM_ALG.RSASSA : TPM_ALG.ECDSA;
  if (publicArea.type === "keyed-hash" || hash === undefined || algorithm !== suits || differs) throw mismatch;
  return { algorithm, hash };
}

/** TPMT_TK_HASHCHECK (Part 2, clause 10.7.6); it is looked at for restricted keys only. */
function readHashTicket(reader: ByteReader): void {
  oneOf(reader.u16(), [TPM_ST.HASHCHECK], TPM_RC_FMT1.TAG);
  oneOf(reader.u32(), [TPM_RH.OWNER, TPM_RH.ENDORSEMENT, TPM_RH.PLATFORM, TPM_RH.NULL], TPM_RC_FMT1.VALUE);
  sizedAtMost(reader, LIMITS.digestBytes);
}
