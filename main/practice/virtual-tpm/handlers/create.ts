import { randomBytes } from "node:crypto";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { TPMA_OBJECT } from "../../../tpm/spec/tpma-object.ts";
import { createPrimaryObject } from "../objects/create-primary-object.ts";
import { checkCreationInput, type CreationInput, readCreationInput } from "../objects/creation-input.ts";
import { encodeCreation } from "../objects/creation-proof.ts";
import { sealOuterWrap, storageProtection } from "../objects/outer-wrap.ts";
import { encodeSensitiveArea } from "../objects/sensitive-area.ts";
import { hasAttributes, isStorageParent, type TpmObject } from "../objects/tpm-object.ts";
import { objectAt, tpmCommand } from "../tpm-command.ts";
import { handleFailure, parameterFailure } from "../wire/tpm-failure.ts";

/** TPM2_Create (TPM 2.0 Part 3, clause 12.1): a new key, sealed to its parent. Nothing of it stays in the TPM. */
export const create = tpmCommand<CreationInput>({
  code: 0x153,
  handles: [{ accepts: ["object"], role: "user" }],
  decode: readCreationInput,
  run: async (context, input) => {
    const parent = objectAt(context, 0);
    if (!isStorageParent(parent)) throw handleFailure(TPM_RC_FMT1.TYPE, 1);
    checkCreationInput(input);
    refuseFixedUnderLoose(parent, input);
    // Derived as primary keys are, but from a seed that exists only now: so it is random, and never comes again.
    const object = await createPrimaryObject({
      ...input,
      hierarchy: parent.hierarchy,
      hierarchySeed: new Uint8Array(randomBytes(32)),
    });
    const protection = storageProtection(parent, parent.sensitive.seedValue, object.name);
    const sized = new ByteWriter().sized(encodeSensitiveArea(object.sensitive)).finish();
    const { name, qualifiedName } = parent;
    const creationParent = { nameAlg: parent.publicArea.nameAlg, name, qualifiedName };
    return {
      parameters: new ByteWriter()
        .sized(sealOuterWrap(sized, protection))
        .bytes(encodeCreation(context.state, object, creationParent, input))
        .finish(),
    };
  },
});

/** Part 2, clause 8.3.3.2: what may leave with its parent is not fixed to this TPM. */
function refuseFixedUnderLoose(parent: TpmObject, { template }: CreationInput): void {
  const isLoose = !hasAttributes(parent.publicArea, TPMA_OBJECT.fixedTPM);
  if (isLoose && hasAttributes(template, TPMA_OBJECT.fixedTPM)) throw parameterFailure(TPM_RC_FMT1.ATTRIBUTES, 2);
}
