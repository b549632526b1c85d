import { z } from "zod";
import { leafCertificate } from "../leaf-certificate.ts";
import { type ManifestEntry, manifestEntry } from "../manifest-entry.ts";
import { manifestErrors } from "../manifest-errors.ts";

const documentSchema = z.strictObject({
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
    z.strictObject({ type: z.literal("symmetricKey") }),
  ]),
  provisioningStatus: manifestEntry.shape.provisioningStatus.optional(),
  initialTwin: manifestEntry.shape.initialTwin.optional(),
  ...manifestEntry.shape.enrollmentSettings.unwrap().shape,
  unit: manifestEntry.omit({
    registrationId: true,
    deviceId: true,
    attestation: true,
    endorsementKey: true,
    provisioningStatus: true,
    initialTwin: true,
    enrollmentSettings: true,
  }),
});

/** Reads back a JSON Lines manifest. Throws `manifest.malformed` with the line. */
export function parseJsonlManifest(text: string): readonly ManifestEntry[] {
  return text
    .split("\n")
    .map((content, index) => ({ content, line: index + 1 }))
    .filter(({ content }) => content.trim() !== "")
    .map(parseJsonlLine);
}

/** One line of it; `line` is its 1-based number. Throws `manifest.malformed`. */
export function parseJsonlLine({ content, line }: { readonly content: string; readonly line: number }): ManifestEntry {
  const document = parseDocument(content, line);
  const { unit, attestation, provisioningStatus = null, initialTwin = null } = document;
  const { registrationId, deviceId, capabilities, reprovisionPolicy, allocationPolicy, iotHubs } = document;
  if (
    attestation.type === "x509" &&
    attestation.x509.clientCertificates.primary.certificate !== leafCertificate(unit.certificateChain)
  ) {
    throw manifestErrors.malformed(`line ${line}: the certificate is not the first of its chain`);
  }
  return {
    registrationId,
    deviceId,
    ...unit,
    attestation: attestation.type === "symmetricKey" ? "symmetric-key" : attestation.type,
    endorsementKey: attestation.type === "tpm" ? attestation.tpm.endorsementKey : null,
    provisioningStatus,
    initialTwin,
    enrollmentSettings: settingsOf({ capabilities, reprovisionPolicy, allocationPolicy, iotHubs }),
  };
}

type Settings = NonNullable<ManifestEntry["enrollmentSettings"]>;

function settingsOf(settings: { readonly [Name in keyof Settings]: Settings[Name] | undefined }): Settings | null {
  const said = Object.entries(settings).filter(([, value]) => value !== undefined);
  return said.length === 0 ? null : manifestEntry.shape.enrollmentSettings.unwrap().parse(Object.fromEntries(said));
}

function parseDocument(content: string, line: number): z.infer<typeof documentSchema> {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (cause) {
    throw manifestErrors.malformed(`line ${line}: not JSON`, cause);
  }
  const result = documentSchema.safeParse(value);
  if (result.success) return result.data;
  throw manifestErrors.malformed(`line ${line}: ${result.error.issues.map(({ path }) => path.join(".")).join(", ")}`);
}
