import type { ManifestEntry } from "../manifest-entry.ts";
import { manifestErrors } from "../manifest-errors.ts";
import { entryByEntry, type ManifestFormat } from "./manifest-format.ts";

/**
 * Lines for an IoT Hub import job (ExportImportDevice), for hubs that are used without the provisioning service. The identity is
 * the thumbprint of the device's certificate: right whatever the hub knows of its issuer, whereas `certificateAuthority` is right
 * only where the issuer is registered at the hub and the device id is the common name. A hub knows no TPM, and would answer such a line
 * with symmetric keys that no device has; a lot of TPM units is refused.
 */
export const devicesTxtFormat: ManifestFormat = {
  extension: "devices.txt",
  mediaType: "text/plain; charset=utf-8",
  write: entryByEntry(
    () => "",
    (entry) => `${JSON.stringify(toDevice(entry))}\n`,
  ),
};

/** Throws `manifest.not-in-format`. */
export function toDevice(entry: ManifestEntry) {
  const { serialNumber, certificateSha256, initialTwin, enrollmentSettings } = entry;
  if (entry.attestation !== "x509" || certificateSha256 === null) {
    throw manifestErrors.notInFormat(
      `unit ${serialNumber} has no certificate, and a hub knows no other proof it could use`,
    );
  }
  const thumbprint = certificateSha256.toUpperCase();
  return {
    id: entry.deviceId,
    importMode: "create",
    status: entry.provisioningStatus ?? "enabled",
    authentication: {
      type: "selfSigned",
      x509Thumbprint: { primaryThumbprint: thumbprint, secondaryThumbprint: thumbprint },
    },
    capabilities: { iotEdge: enrollmentSettings?.capabilities?.iotEdge ?? false },
    tags: { ...initialTwin?.tags, ...(entry.practice ? { practice: true } : {}) },
    properties: { desired: initialTwin?.properties?.desired ?? {} },
  };
}
