import type { ByteReader } from "../../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { hashNameOf, TPM_ALG } from "../../../tpm/spec/tpm-alg.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { TPM_RH } from "../../../tpm/spec/tpm-rh.ts";
import { TPM_SE } from "../../../tpm/spec/tpm-se.ts";
import type { SessionKind } from "../authorization/session.ts";
import { kdfa } from "../keys/key-derivation.ts";
import { LIMITS } from "../limits.ts";
import { digestLength, recoverSeed } from "../objects/recover-seed.ts";
import { type CommandContext, objectAt, tpmCommand } from "../tpm-command.ts";
import { oneOf, readAt, sizedAtMost } from "../wire/read-structures.ts";
import { failure, parameterFailure } from "../wire/tpm-failure.ts";

const kinds: Readonly<Record<number, SessionKind>> = {
  [TPM_SE.HMAC]: "hmac",
  [TPM_SE.POLICY]: "policy",
  [TPM_SE.TRIAL]: "trial",
};
const shortestNonce = 16;

/** TPM2_StartAuthSession (TPM 2.0 Part 3, clause 11.1): unbound; salted if a decryption key is named. */
export const startAuthSession = tpmCommand({
  code: 0x176,
  handles: [{ accepts: ["object", TPM_RH.NULL] }, { accepts: [TPM_RH.NULL] }],
  answersHandle: true,
  decode: (parameters) => ({
    nonceCaller: parameters.next((reader) => sizedAtMost(reader, LIMITS.digestBytes)),
    encryptedSalt: parameters.next((reader) => sizedAtMost(reader, 256)),
    kind: parameters.next(readKind),
    symmetric: parameters.next(readSymmetric),
    hash: parameters.next(readHash),
  }),
  run: (context, { nonceCaller, encryptedSalt, kind, hash }) => {
    if (nonceCaller.length < shortestNonce || nonceCaller.length > digestLength(hash)) {
      throw parameterFailure(TPM_RC_FMT1.SIZE, 1);
    }
    const salt = saltFrom(context, encryptedSalt);
    const digestBytes = digestLength(hash);
    const session = context.state.addSession({
      kind,
      hash,
      digestBytes,
      nonceBytes: nonceCaller.length,
      sessionKey: (nonceTpm) =>
        salt.length === 0
          ? salt
          : kdfa({ hash, key: salt, label: "ATH", contextU: nonceTpm, contextV: nonceCaller, bits: digestBytes * 8 }),
    });
    return { handle: session.handle, parameters: new ByteWriter().sized(session.nonceTpm).finish() };
  },
});

function saltFrom(context: CommandContext, encryptedSalt: Uint8Array): Uint8Array {
  if (context.entities[0]?.kind !== "object") {
    if (encryptedSalt.length > 0) throw parameterFailure(TPM_RC_FMT1.VALUE, 2);
    return encryptedSalt;
  }
  return readAt(
    (code) => parameterFailure(code, 2),
    () => recoverSeed(objectAt(context, 0), encryptedSalt, "SECRET"),
  );
}

function readKind(reader: ByteReader): SessionKind {
  const kind = kinds[reader.u8()];
  if (kind === undefined) throw failure(TPM_RC_FMT1.VALUE);
  return kind;
}

/** TPMT_SYM_DEF, for parameter encryption: read, but never used, as no session may ask for that here. */
function readSymmetric(reader: ByteReader): void {
  const algorithm = oneOf(reader.u16(), [TPM_ALG.AES, TPM_ALG.XOR, TPM_ALG.NULL], TPM_RC_FMT1.SYMMETRIC);
  if (algorithm === TPM_ALG.XOR) readHash(reader);
  if (algorithm !== TPM_ALG.AES) return;
  oneOf(reader.u16(), [128, 256], TPM_RC_FMT1.VALUE);
  oneOf(reader.u16(), [TPM_ALG.CFB], TPM_RC_FMT1.MODE);
}

function readHash(reader: ByteReader): string {
  const hash = hashNameOf(reader.u16());
  if (hash === undefined) throw failure(TPM_RC_FMT1.HASH);
  return hash;
}
