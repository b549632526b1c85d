import { ByteReader } from "../../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { openOuterWrap, storageProtection } from "../objects/outer-wrap.ts";
import { hashOf } from "../objects/public-area.ts";
import { digestLength, recoverSeed } from "../objects/recover-seed.ts";
import { isStorageParent } from "../objects/tpm-object.ts";
import { objectAt, tpmCommand } from "../tpm-command.ts";
import { readAt, sizedAtMost } from "../wire/read-structures.ts";
import { failure, handleFailure, parameterFailure } from "../wire/tpm-failure.ts";

/** TPM2_ActivateCredential (TPM 2.0 Part 3, clause 12.5): gives out the credential only if both keys are in this TPM. */
export const activateCredential = tpmCommand({
  code: 0x147,
  handles: [
    { accepts: ["object"], role: "admin" },
    { accepts: ["object"], role: "user" },
  ],
  decode: (parameters) => ({
    credentialBlob: parameters.next((reader) => sizedAtMost(reader, 132)),
    secret: parameters.next((reader) => sizedAtMost(reader, 256)),
  }),
  run: (context, { credentialBlob, secret }) => {
    const [activated, key] = [objectAt(context, 0), objectAt(context, 1)];
    if (!isStorageParent(key)) throw handleFailure(TPM_RC_FMT1.TYPE, 2);
    const seed = readAt(
      (code) => parameterFailure(code, 2),
      () => recoverSeed(key, secret, "IDENTITY"),
    );
    const credential = readAt(
      (code) => parameterFailure(code, 1),
      () => {
        const opened = new ByteReader(openOuterWrap(credentialBlob, storageProtection(key, seed, activated.name)));
        const value = sizedAtMost(opened, digestLength(hashOf(key.publicArea)));
        if (opened.remaining > 0) throw failure(TPM_RC_FMT1.SIZE);
        return value;
      },
    );
    return { parameters: new ByteWriter().sized(credential).finish() };
  },
});
