import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { TPM_ALG } from "../../../tpm/spec/tpm-alg.ts";
import { TPM_RH } from "../../../tpm/spec/tpm-rh.ts";
import { checkCreationInput, readCreationInput } from "../objects/creation-input.ts";
import { encodeCreation } from "../objects/creation-proof.ts";
import { handleName } from "../objects/tpm-object.ts";
import { handleAt, tpmCommand } from "../tpm-command.ts";

/** TPM2_CreatePrimary (TPM 2.0 Part 3, clause 24.1): same hierarchy, same template, same key. */
export const createPrimary = tpmCommand({
  code: 0x131,
  handles: [{ accepts: [TPM_RH.OWNER, TPM_RH.ENDORSEMENT, TPM_RH.PLATFORM, TPM_RH.NULL], role: "user" }],
  answersHandle: true,
  decode: readCreationInput,
  run: async (context, input) => {
    context.state.requireFreeSlot();
    checkCreationInput(input);
    const { template, authValue, data } = input;
    const hierarchy = handleAt(context, 0);
    const object = await context.state.primary({ hierarchy, template, authValue, data });
    const name = handleName(hierarchy);
    const parent = { nameAlg: TPM_ALG.NULL, name, qualifiedName: name };
    return {
      handle: context.state.addTransient(object),
      parameters: new ByteWriter()
        .bytes(encodeCreation(context.state, object, parent, input))
        .sized(object.name)
        .finish(),
    };
  },
});
