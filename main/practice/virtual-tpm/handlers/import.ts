import { createHash } from "node:crypto";
import { ByteReader } from "../../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { equalBytes } from "../../../base/bytes/bytes.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { TPMA_OBJECT } from "../../../tpm/spec/tpma-object.ts";
import { decryptCfb, openOuterWrap, sealOuterWrap, storageProtection } from "../objects/outer-wrap.ts";
import { decodePublicArea, hashOf, type PublicArea } from "../objects/public-area.ts";
import { recoverSeed } from "../objects/recover-seed.ts";
import { decodeSymmetric, type Symmetric } from "../objects/schemes.ts";
import { decodeSensitiveArea, encodeSensitiveArea, type SensitiveArea } from "../objects/sensitive-area.ts";
import { bindObject, isStorageParent, nameOf, type TpmObject } from "../objects/tpm-object.ts";
import { objectAt, tpmCommand } from "../tpm-command.ts";
import { readAt, sizedAtMost, sizedStructure } from "../wire/read-structures.ts";
import { failure, handleFailure, parameterFailure } from "../wire/tpm-failure.ts";

interface ImportInput {
  readonly encryptionKey: Uint8Array;
  readonly publicArea: PublicArea;
  readonly duplicate: Uint8Array;
  readonly encryptedSeed: Uint8Array;
  readonly symmetric: Symmetric | undefined;
}

/** TPM2_Import (TPM 2.0 Part 3, clause 13.3): takes a duplication blob apart and seals it again under the parent. */
export const importObject = tpmCommand<ImportInput>({
  code: 0x156,
  handles: [{ accepts: ["object"], role: "user" }],
  decode: (parameters) => ({
    encryptionKey: parameters.next((reader) => sizedAtMost(reader, 66)),
    publicArea: parameters.next((reader) => sizedStructure(reader, decodePublicArea)),
    duplicate: parameters.next((reader) => sizedAtMost(reader, 1024)),
    encryptedSeed: parameters.next((reader) => sizedAtMost(reader, 256)),
    symmetric: parameters.next(decodeSymmetric),
  }),
  run: (context, input) => {
    const parent = objectAt(context, 0);
    if (!isStorageParent(parent)) throw handleFailure(TPM_RC_FMT1.TYPE, 1);
    if ((input.publicArea.attributes & (TPMA_OBJECT.fixedTPM | TPMA_OBJECT.fixedParent)) !== 0) {
      throw parameterFailure(TPM_RC_FMT1.ATTRIBUTES, 2);
    }
    if (input.encryptionKey.length !== (input.symmetric?.keyBits ?? 0) / 8) {
      throw parameterFailure(TPM_RC_FMT1.SIZE, 1);
    }
    const sensitive = sensitiveFrom(parent, input);
    readAt(
      (code) => parameterFailure(code, 2),
      () => bindObject(input.publicArea, sensitive, { hierarchy: 0, parentQualifiedName: new Uint8Array() }),
    );
    const protection = storageProtection(parent, parent.sensitive.seedValue, nameOf(input.publicArea));
    const sized = new ByteWriter().sized(encodeSensitiveArea(sensitive)).finish();
    return { parameters: new ByteWriter().sized(sealOuterWrap(sized, protection)).finish() };
  },
});

/** Off with the outer wrap (seed under the parent), then with the inner one (key given along); Part 1, clause 23.3. */
function sensitiveFrom(parent: TpmObject, input: ImportInput): SensitiveArea {
  const name = nameOf(input.publicArea);
  const inner = input.encryptedSeed.length === 0 ? input.duplicate : openOuter(parent, input, name);
  return readAt(
    (code) => parameterFailure(code, 3),
    () => {
      const sized = input.symmetric === undefined ? inner : openInnerWrap(inner, input, name);
      return sizedStructure(new ByteReader(sized), decodeSensitiveArea);
    },
  );
}

function openOuter(parent: TpmObject, input: ImportInput, name: Uint8Array): Uint8Array {
  const seed = readAt(
    (code) => parameterFailure(code, 4),
    () => recoverSeed(parent, input.encryptedSeed, "DUPLICATE"),
  );
  return readAt(
    (code) => parameterFailure(code, 3),
    () => openOuterWrap(input.duplicate, storageProtection(parent, seed, name)),
  );
}

/** Integrity digest over the sensitive area and the name, both encrypted with the inner key. */
function openInnerWrap(bytes: Uint8Array, { encryptionKey, publicArea }: ImportInput, name: Uint8Array): Uint8Array {
  const reader = new ByteReader(decryptCfb(encryptionKey, bytes), "inner wrap");
  const integrity = reader.sized();
  const sized = reader.rest();
  const expected = createHash(hashOf(publicArea)).update(sized).update(name).digest();
  if (!equalBytes(integrity, expected)) throw failure(TPM_RC_FMT1.INTEGRITY);
  return sized;
}
