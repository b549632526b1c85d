import { z } from "zod";
import { leafCertificate } from "../leaf-certificate.ts";
import { type ManifestEntry, manifestEntry } from "../manifest-entry.ts";
import { manifestErrors } from "../manifest-errors.ts";

const document = z.strictObject({
  registrationId: manifestEntry.shape.registrationId,
  deviceId: manifestEntry.shape.deviceId,
  attestation: z.discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("tpm"),
      tpm: z.strictObject({ endorsementKey: manifestEntry.shape.endorsementKey }),
    }),
    z.strictObject({
      type: z.literal("x509"),
      x509: z.strictObject({
        clientCertificates: z.strictObject({ primary: z.strictObject({ certificate: z.string().nullable() }) }),
      }),
    }),
  ]),
  provisioningStatus: manifestEntry.shape.provisioningStatus.optional(),
  initialTwin: manifestEntry.shape.initialTwin.optional(),
  unit: manifestEntry.omit({
    registrationId: true,
    deviceId: true,
    attestation: true,
    endorsementKey: true,
    provisioningStatus: true,
    initialTwin: true,
  }),
});

/** Reads back a JSON Lines manifest. Throws `manifest.malformed` with the line. */
export function parseJsonlManifest(text: string): readonly ManifestEntry[] {
  return text
    .split("\n")
    .map((content, index) => ({ content, line: index + 1 }))
    .filter(({ content }) => content.trim() !== "")
    .map(toEntry);
}

function toEntry({ content, line }: { readonly content: string; readonly line: number }): ManifestEntry {
  const { unit, attestation, provisioningStatus = null, initialTwin = null, ...ids } = parseDocument(content, line);
  if (
    attestation.type === "x509" &&
    attestation.x509.clientCertificates.primary.certificate !== leafCertificate(unit.certificateChain)
  ) {
    throw manifestErrors.malformed(`line ${line}: the certificate is not the first of its chain`);
  }
  return {
    ...ids,
    ...unit,
    attestation: attestation.type,
    endorsementKey: attestation.type === "tpm" ? attestation.tpm.endorsementKey : null,
    provisioningStatus,
    initialTwin,
  };
}

function parseDocument(content: string, line: number): z.infer<typeof document> {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (cause) {
    throw manifestErrors.malformed(`line ${line}: not JSON`, cause);
  }
  const result = document.safeParse(value);
  if (result.success) return result.data;
  throw manifestErrors.malformed(`line ${line}: ${result.error.issues.map(({ path }) => path.join(".")).join(", ")}`);
}
