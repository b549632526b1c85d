import { ByteReader } from "../../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { openOuterWrap, storageProtection } from "../objects/outer-wrap.ts";
import { decodePublicArea } from "../objects/public-area.ts";
import { decodeSensitiveArea } from "../objects/sensitive-area.ts";
import { bindObject, isStorageParent, nameOf } from "../objects/tpm-object.ts";
import { objectAt, tpmCommand } from "../tpm-command.ts";
import { readAt, sizedAtMost, sizedStructure } from "../wire/read-structures.ts";
import { handleFailure, parameterFailure } from "../wire/tpm-failure.ts";

/** TPM2_Load (TPM 2.0 Part 3, clause 12.2). */
export const load = tpmCommand({
  code: 0x157,
  handles: [{ accepts: ["object"], role: "user" }],
  answersHandle: true,
  decode: (parameters) => ({
    sealed: parameters.next((reader) => sizedAtMost(reader, 1024)),
    publicArea: parameters.next((reader) => sizedStructure(reader, decodePublicArea)),
  }),
  run: (context, { sealed, publicArea }) => {
    context.state.requireFreeSlot();
    const parent = objectAt(context, 0);
    if (!isStorageParent(parent)) throw handleFailure(TPM_RC_FMT1.TYPE, 1);
    if (sealed.length === 0) throw parameterFailure(TPM_RC_FMT1.SIZE, 1);
    const protection = storageProtection(parent, parent.sensitive.seedValue, nameOf(publicArea));
    const sensitive = readAt(
      (code) => parameterFailure(code, 1),
      () => sizedStructure(new ByteReader(openOuterWrap(sealed, protection, true)), decodeSensitiveArea),
    );
    const object = readAt(
      (code) => parameterFailure(code, 2),
      () =>
        bindObject(publicArea, sensitive, {
          hierarchy: parent.hierarchy,
          parentQualifiedName: parent.qualifiedName,
        }),
    );
    return {
      handle: context.state.addTransient(object),
      parameters: new ByteWriter().sized(object.name).finish(),
    };
  },
});
