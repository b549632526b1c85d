import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { encodeNvPublic, nvName } from "../nv-index.ts";
import { nvIndexAt, tpmCommand } from "../tpm-command.ts";

/** TPM2_NV_ReadPublic (TPM 2.0 Part 3, clause 31.6). */
export const nvReadPublic = tpmCommand({
  code: 0x169,
  handles: [{ accepts: ["nv-index"] }],
  decode: () => undefined,
  run: (context) => {
    const index = nvIndexAt(context, 0);
    return { parameters: new ByteWriter().sized(encodeNvPublic(index)).sized(nvName(index)).finish() };
  },
});
