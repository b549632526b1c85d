import { createHmac } from "node:crypto";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { hashNameOf, TPM_ALG } from "../../../tpm/spec/tpm-alg.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { TPMA_OBJECT } from "../../../tpm/spec/tpma-object.ts";
import { LIMITS } from "../limits.ts";
import type { TpmObject } from "../objects/tpm-object.ts";
import { objectAt, tpmCommand } from "../tpm-command.ts";
import { sizedAtMost } from "../wire/read-structures.ts";
import { failure, handleFailure, parameterFailure } from "../wire/tpm-failure.ts";

/** TPM2_HMAC (TPM 2.0 Part 3, clause 15.5). */
export const hmac = tpmCommand({
  code: 0x155,
  handles: [{ accepts: ["object"], role: "user" }],
  decode: (parameters) => ({
    buffer: parameters.next((reader) => sizedAtMost(reader, LIMITS.inputBufferBytes)),
    hash: parameters.next((reader) => {
      const algorithm = reader.u16();
      if (algorithm !== TPM_ALG.NULL && hashNameOf(algorithm) === undefined) throw failure(TPM_RC_FMT1.HASH);
      return algorithm;
    }),
  }),
  run: (context, { buffer, hash }) => {
    const key = objectAt(context, 0);
    const digest = createHmac(macHash(key, hash), key.sensitive.secret).update(buffer).digest();
    return { parameters: new ByteWriter().sized(digest).finish() };
  },
});

/** The key's own hash, or the asked one if the key leaves it open; a different one is TPM_RC_VALUE. */
function macHash({ publicArea }: TpmObject, asked: number): string {
  if (publicArea.type !== "keyed-hash") throw handleFailure(TPM_RC_FMT1.TYPE, 1);
  if ((publicArea.attributes & TPMA_OBJECT.restricted) !== 0) throw handleFailure(TPM_RC_FMT1.ATTRIBUTES, 1);
  if ((publicArea.attributes & TPMA_OBJECT.sign) === 0) throw handleFailure(TPM_RC_FMT1.KEY, 1);
  const own = publicArea.scheme.hash;
  if (own !== undefined && asked !== TPM_ALG.NULL && own !== asked) throw parameterFailure(TPM_RC_FMT1.VALUE, 2);
  const name = hashNameOf(own ?? asked);
  if (name === undefined) throw parameterFailure(TPM_RC_FMT1.VALUE, 2);
  return name;
}
