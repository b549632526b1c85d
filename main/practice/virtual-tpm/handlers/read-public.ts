import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { encodePublicArea } from "../objects/public-area.ts";
import { objectAt, tpmCommand } from "../tpm-command.ts";

/** TPM2_ReadPublic (TPM 2.0 Part 3, clause 12.4). */
export const readPublic = tpmCommand({
  code: 0x173,
  handles: [{ accepts: ["object"] }],
  decode: () => undefined,
  run: (context) => {
    const { publicArea, name, qualifiedName } = objectAt(context, 0);
    return {
      parameters: new ByteWriter().sized(encodePublicArea(publicArea)).sized(name).sized(qualifiedName).finish(),
    };
  },
});
