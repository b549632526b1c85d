import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { TPM_ECC } from "../../../tpm/spec/tpm-alg.ts";
import { TPM_CAP } from "../../../tpm/spec/tpm-cap.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import type { ListCapability } from "../capabilities/capability.ts";
import { listAlgorithms } from "../capabilities/list-algorithms.ts";
import { listCommands } from "../capabilities/list-commands.ts";
import { listHandles } from "../capabilities/list-handles.ts";
import { listProperties } from "../capabilities/list-properties.ts";
import { LIMITS } from "../limits.ts";
import { tpmCommand } from "../tpm-command.ts";
import { readAt } from "../wire/read-structures.ts";
import { parameterFailure } from "../wire/tpm-failure.ts";

const none: ListCapability = () => [];

const lists: Readonly<Record<number, ListCapability>> = {
  [TPM_CAP.ALGS]: listAlgorithms,
  [TPM_CAP.HANDLES]: listHandles,
  [TPM_CAP.COMMANDS]: listCommands,
  [TPM_CAP.PP_COMMANDS]: none,
  [TPM_CAP.AUDIT_COMMANDS]: none,
  [TPM_CAP.PCRS]: none,
  [TPM_CAP.TPM_PROPERTIES]: listProperties,
  [TPM_CAP.ECC_CURVES]: () => [{ property: TPM_ECC.NIST_P256, write: (writer) => writer.u16(TPM_ECC.NIST_P256) }],
};

/** TPM2_GetCapability (TPM 2.0 Part 3, clause 30.2). */
export const getCapability = tpmCommand({
  code: 0x17a,
  handles: [],
  decode: (parameters) => ({
    capability: parameters.next((reader) => reader.u32()),
    property: parameters.next((reader) => reader.u32()),
    count: parameters.next((reader) => reader.u32()),
  }),
  run: (context, { capability, property, count }) => {
    const list = lists[capability];
    if (list === undefined) throw parameterFailure(TPM_RC_FMT1.VALUE, 1);
    const items = readAt(
      (code) => parameterFailure(code, 2),
      () => list(context, property),
    )
      .filter((item) => item.property >= property)
      .sort((a, b) => a.property - b.property);
    const given = items.slice(0, Math.min(count, LIMITS.capabilityItems));
    const writer = new ByteWriter()
      .u8(given.length < items.length ? 1 : 0)
      .u32(capability)
      .u32(given.length);
    for (const item of given) item.write(writer);
    return { parameters: writer.finish() };
  },
});
