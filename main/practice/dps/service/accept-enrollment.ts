import { randomBytes } from "node:crypto";
import { z } from "zod";
import { makeEtag, type PracticeService } from "../practice-service.ts";
import { refusals } from "../server/service-refusal.ts";
import type { StoredAttestation, StoredCertificate, StoredEnrollment } from "../state/stored-enrollment.ts";
import { checkEndorsementKey } from "./check-endorsement-key.ts";
import { checkDeviceId, checkRegistrationId } from "./identifiers.ts";
import { readCertificate } from "./read-certificate.ts";

const json = z.record(z.string(), z.json());
const certificate = z.object({ certificate: z.string().max(32_768).nullish() });

/** IndividualEnrollment as a client may send it; members only the service sets are ignored. */
const enrollmentInput = z.object({
  registrationId: z.string(),
  deviceId: z.string().nullish(),
  attestation: z.discriminatedUnion("type", [
    z.object({
      type: z.literal("tpm"),
      tpm: z.object({ endorsementKey: z.string().max(4096), storageRootKey: z.string().max(4096).nullish() }),
    }),
    z.object({
      type: z.literal("x509"),
      x509: z.object({
        clientCertificates: z.object({ primary: certificate, secondary: certificate.nullish() }),
      }),
    }),
    z.object({
      type: z.literal("symmetricKey"),
      symmetricKey: z.object({ primaryKey: z.base64().nullish(), secondaryKey: z.base64().nullish() }).nullish(),
    }),
  ]),
  capabilities: z.object({ iotEdge: z.boolean() }).nullish(),
  optionalDeviceInformation: json.nullish(),
  initialTwin: json.nullish(),
  etag: z.string().nullish(),
  provisioningStatus: z.enum(["enabled", "disabled"]).nullish(),
  reprovisionPolicy: z.object({ updateHubAssignment: z.boolean(), migrateDeviceData: z.boolean() }).nullish(),
  allocationPolicy: z.enum(["hashed", "geoLatency", "static", "custom"]).nullish(),
  iotHubs: z.array(z.string()).max(50).nullish(),
  customAllocationDefinition: json.nullish(),
});

export type EnrollmentInput = z.infer<typeof enrollmentInput>;

/** The body of a PUT or one item of a bulk call; 400004 names the first member that is wrong. */
export function parseEnrollment(body: unknown): EnrollmentInput {
  const parsed = enrollmentInput.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refusals.badRequest(`Invalid enrollment: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
  }
  checkRegistrationId(parsed.data.registrationId);
  if (typeof parsed.data.deviceId === "string") checkDeviceId(parsed.data.deviceId);
  return parsed.data;
}

/** The entry to keep: checked, defaults filled, new etag. `existing` is the one it replaces. */
export function acceptEnrollment(
  service: PracticeService,
  input: EnrollmentInput,
  existing: StoredEnrollment | undefined,
): StoredEnrollment {
  const now = new Date().toISOString();
  for (const hub of input.iotHubs ?? []) {
    if (!service.hubs.includes(hub)) throw refusals.badRequest(`IoT hub ${hub} is not linked to this service.`);
  }
  const optional = {
    deviceId: input.deviceId,
    optionalDeviceInformation: input.optionalDeviceInformation,
    initialTwin: input.initialTwin,
    allocationPolicy: input.allocationPolicy,
    iotHubs: input.iotHubs,
    customAllocationDefinition: input.customAllocationDefinition,
  };
  return {
    ...withoutNothing(optional),
    registrationId: existing?.registrationId ?? input.registrationId,
    attestation: acceptAttestation(service, input, existing),
    capabilities: input.capabilities ?? { iotEdge: false },
    provisioningStatus: input.provisioningStatus ?? "enabled",
    reprovisionPolicy: input.reprovisionPolicy ?? { updateHubAssignment: true, migrateDeviceData: true },
    etag: makeEtag(),
    createdDateTimeUtc: existing?.createdDateTimeUtc ?? now,
    lastUpdatedDateTimeUtc: now,
  };
}

type Present<Value> = { [Key in keyof Value]?: NonNullable<Value[Key]> };

function withoutNothing<Value extends object>(value: Value): Present<Value> {
  const present = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(present) as Present<Value>;
}

function acceptAttestation(
  service: PracticeService,
  input: EnrollmentInput,
  existing: StoredEnrollment | undefined,
): StoredAttestation {
  const { attestation } = input;
  if (attestation.type === "tpm") {
    checkEndorsementKey(attestation.tpm.endorsementKey);
    const { endorsementKey, storageRootKey } = attestation.tpm;
    return { type: "tpm", tpm: { endorsementKey, ...withoutNothing({ storageRootKey }) } };
  }
  if (attestation.type === "symmetricKey") {
    // UNCONFIRMED: a replacement without keys keeps the old ones, so that GET, change, PUT loses nothing.
    const kept = existing?.attestation.type === "symmetricKey" ? existing.attestation.symmetricKey : undefined;
    const given = attestation.symmetricKey;
    const primaryKey = given?.primaryKey ?? kept?.primaryKey ?? randomBytes(64).toString("base64");
    const secondaryKey = given?.secondaryKey ?? kept?.secondaryKey ?? randomBytes(64).toString("base64");
    return { type: "symmetricKey", symmetricKey: { primaryKey, secondaryKey } };
  }
  const kept = existing?.attestation.type === "x509" ? existing.attestation.x509.clientCertificates : undefined;
  const given = attestation.x509.clientCertificates;
  const primary = acceptCertificate(given.primary.certificate, kept?.primary);
  if (primary === undefined) throw refusals.badRequest("Invalid certificate");
  const secondary = given.secondary && acceptCertificate(given.secondary.certificate, kept?.secondary);
  refuseReuse(service, input.registrationId, [primary, secondary]);
  return { type: "x509", x509: { clientCertificates: { primary, ...withoutNothing({ secondary }) } } };
}

/** UNCONFIRMED: a replacement that names a slot without its certificate (GET never shows it) keeps the one that is there. */
function acceptCertificate(
  text: string | null | undefined,
  kept: StoredCertificate | undefined,
): StoredCertificate | undefined {
  return typeof text === "string" ? readCertificate(text) : kept;
}

/** A certificate may be in one entry only (the service's concepts text); the code it answers with is UNCONFIRMED. */
function refuseReuse(
  service: PracticeService,
  registrationId: string,
  certificates: readonly (StoredCertificate | null | undefined)[],
): void {
  const wanted = certificates.flatMap((certificate) => (certificate ? [certificate.certificate] : []));
  for (const entry of service.store.enrollments()) {
    if (entry.registrationId.toLowerCase() === registrationId.toLowerCase() || entry.attestation.type !== "x509")
      continue;
    const { primary, secondary } = entry.attestation.x509.clientCertificates;
    const used = [primary.certificate, secondary?.certificate];
    if (wanted.some((certificate) => used.includes(certificate))) {
      throw refusals.badRequest("Certificate is already used by another enrollment.");
    }
  }
}
