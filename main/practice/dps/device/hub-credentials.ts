import { createHash, createHmac } from "node:crypto";
import type { HubCredentials } from "../../hub/hub-device.ts";
import type { ProvenRequest } from "./proven-request.ts";

/**
 * By what the device will prove itself to its hub: a TPM by the key sealed to it now, a symmetric key by the same keys, a
 * certificate by itself (an entry's second one as well).
 */
export function hubCredentials(request: ProvenRequest, hubKey: Uint8Array): HubCredentials {
  const { entry, registrationId, clientChain } = request;
  const { attestation } = entry;
  if (attestation.type === "tpm") return { type: "keys", keys: [Buffer.from(hubKey).toString("base64")] };
  if (attestation.type === "symmetricKey") {
    const { primaryKey, secondaryKey } = attestation.symmetricKey;
    const keys = [primaryKey, secondaryKey];
    return { type: "keys", keys: "enrollmentGroupId" in entry ? keys.map((key) => derive(key, registrationId)) : keys };
  }
  const own = "clientCertificates" in attestation.x509 ? attestation.x509.clientCertificates : undefined;
  const stored = [own?.primary, own?.secondary].flatMap((slot) =>
    slot ? [Buffer.from(slot.certificate, "base64")] : [],
  );
  const thumbprints = [...clientChain.slice(0, 1), ...stored].map((der) =>
    createHash("sha256").update(der).digest("hex"),
  );
  return { type: "certificates", thumbprints: [...new Set(thumbprints)] };
}

const derive = (groupKey: string, registrationId: string): string =>
  createHmac("sha256", Buffer.from(groupKey, "base64")).update(registrationId, "utf8").digest("base64");
