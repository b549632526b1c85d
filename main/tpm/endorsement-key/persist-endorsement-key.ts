import { equalBytes } from "../../base/bytes/bytes.ts";
import { persistKey } from "../persistent/persist-key.ts";
import { PERSISTENT_HANDLE } from "../spec/well-known-handles.ts";
import { encodeTpm2bPublic } from "../structures/tpm2b-public.ts";
import { tpmErrors } from "../tpm-errors.ts";
import type { Tpm } from "../wire/tpm.ts";
import { withTransients } from "../with-transients.ts";
import { type EndorsementKeyReading, makeEndorsementKey } from "./read-endorsement-key.ts";

/**
 * Keeps the endorsement key that was read at 0x81010001 (TCG TPM v2.0 Provisioning Guidance, clause 7.8), so that field software of
 * every make presents this very key. `present`: it stood there already. Throws `tpm.not-proven` if the TPM makes
 * another key than it did for the reading.
 */
export async function persistEndorsementKey(
  tpm: Tpm,
  reading: EndorsementKeyReading,
  signal?: AbortSignal,
): Promise<"present" | "persisted"> {
  if (reading.source === "persistent") return "present";
  const template = reading.template === "unknown" ? "tcg-l1" : reading.template;
  return withTransients<"persisted">(tpm, async (keep) => {
    const key = await makeEndorsementKey(tpm, template, signal);
    keep(key.handle);
    if (!equalBytes(encodeTpm2bPublic(key.publicArea), reading.publicArea)) {
      throw tpmErrors.notProven(`template ${template} gives another key than before`);
    }
    await persistKey(tpm, key, PERSISTENT_HANDLE.endorsementKey, signal);
    return "persisted";
  });
}
