import { toBase64 } from "../../base/bytes/bytes.ts";
import { toPem } from "../../base/bytes/pem.ts";
import { decodeSymmetricKey } from "../../dps/derive-device-key.ts";
import type { EnrollmentGroup } from "../../dps/schema/enrollment-group.ts";
import type { CertificateWithInfo } from "../../dps/schema/individual-enrollment.ts";
import { enrollmentErrors } from "../../enrollment/enrollment-errors.ts";
import { createGroup as createAtService } from "../../enrollment/groups/create-group.ts";
import type { ExpectedGroup } from "../../enrollment/groups/compare-group.ts";
import { examineGroup } from "../../enrollment/groups/examine-group.ts";
import { verificationCertificate } from "../../pki/custody/verification-certificate.ts";
import { DeviceSecrets } from "../device-secrets.ts";
import type { ReadWorkshop } from "../read-workshop.ts";
import type { Workshop } from "../workshop.ts";

/** A group of a service, and what the line's devices of it will prove themselves with. */
export interface GroupAsked {
  readonly service: string;
  readonly group: string;
  readonly by:
    | { readonly authority: string }
    | { readonly masterKeySecret: string }
    /** Name of a CA certificate at the instance. */
    | { readonly caReference: string };
  /** The only hubs it is to assign devices to; left out: any of the instance's. */
  readonly hubs?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What may be shown of a group. */
export interface GroupView {
  readonly group: string;
  readonly attestation: string;
  readonly status: "enabled" | "disabled";
  readonly signingCertificates: readonly {
    readonly subject: string;
    readonly sha256: string;
    readonly notAfter: string;
  }[];
  readonly caReferences: readonly string[];
  readonly iotHubs: readonly string[];
}

/** All groups of a service, page by page. Throws `set-up.*`, `dps.*`. */
export async function* listGroups(
  { services }: Pick<Workshop, "services">,
  { service, signal }: Pick<GroupAsked, "service" | "signal">,
): AsyncGenerator<GroupView, void> {
  const client = await services.client(service);
  let continuation: string | undefined;
  do {
    const page = await client.queryEnrollmentGroups({ continuation, signal });
    yield* page.items.map(viewOf);
    continuation = page.continuation;
  } while (continuation !== undefined);
}

/** One group, and how many of its devices are in which state. Throws `enrollment.group-missing`, `set-up.*`, `dps.*`. */
export async function showGroup(
  { services }: Pick<Workshop, "services">,
  { service, group, signal }: Pick<GroupAsked, "service" | "group" | "signal">,
): Promise<GroupView & { readonly registrations: Readonly<Record<string, number>> }> {
  const client = await services.client(service);
  const found = await client.getEnrollmentGroup(group, { signal });
  if (found === undefined) throw enrollmentErrors.groupMissing(`group "${group}" at "${service}" does not exist`);
  const registrations: Record<string, number> = {};
  let continuation: string | undefined;
  do {
    const page = await client.queryGroupRegistrationStates(group, { continuation, signal });
    for (const { status } of page.items) registrations[status] = (registrations[status] ?? 0) + 1;
    continuation = page.continuation;
  } while (continuation !== undefined);
  return { ...viewOf(found), registrations };
}

/** Whether the group will take the line's devices; `differences` says why not. Throws `set-up.*`, `recipe.no-authority`, `dps.*`. */
export async function checkGroup(
  workshop: ReadWorkshop,
  asked: GroupAsked,
): Promise<{ readonly code: string | null; readonly differences: readonly string[] }> {
  const client = await workshop.services.client(asked.service);
  const expected = await expectedBy(workshop, asked);
  const { found, disabled, differences } = await examineGroup(client, { id: asked.group, expected }, asked.signal);
  if (found === undefined) return { code: "enrollment.group-missing", differences: ["there is no such group"] };
  if (disabled) return { code: "enrollment.group-disabled", differences: ["the group is disabled", ...differences] };
  return { code: differences.length === 0 ? null : "enrollment.group-changed", differences };
}

/**
 * Writes the group with the authority's issuer, the CA's name or the master key; never overwrites. Throws `enrollment.group-changed` or
 * `-disabled` for another one of that name, `dps.*`, `set-up.*`, `recipe.no-authority`.
 */
export async function createGroup(workshop: ReadWorkshop, asked: GroupAsked): Promise<"created" | "found"> {
  const client = await workshop.services.client(asked.service);
  const expected = await expectedBy(workshop, asked);
  const { group: enrollmentGroupId, hubs } = asked;
  const iotHubs = hubs === undefined ? {} : { iotHubs: [...hubs] };
  const group = { enrollmentGroupId, attestation: attestationOf(expected), ...iotHubs };
  return createAtService(client, { group, expected }, asked.signal);
}

/** PEM of the certificate that proves that the authority's key is here. Throws `pki.bad-order`, `recipe.no-authority`. */
export async function makeVerificationCertificate(
  { authorities }: Workshop,
  { authority, code }: { readonly authority: string; readonly code: string },
): Promise<string> {
  return toPem("CERTIFICATE", await verificationCertificate(await authorities.toSign(authority), code));
}

async function expectedBy({ authorities, secrets }: ReadWorkshop, { by, hubs }: GroupAsked): Promise<ExpectedGroup> {
  if ("caReference" in by) return { type: "ca-reference", name: by.caReference, hubs };
  if ("authority" in by) {
    return { type: "x509", issuerCertificates: (await authorities.show(by.authority)).chain, hubs };
  }
  const masterKey = decodeSymmetricKey(await new DeviceSecrets(secrets).get(by.masterKeySecret));
  return { type: "symmetric-key", masterKey, hubs };
}

/** A group stands on the line's own issuer, so that one line can be shut out alone. */
function attestationOf(expected: ExpectedGroup): EnrollmentGroup["attestation"] {
  if (expected.type === "ca-reference") return { type: "x509", x509: { caReferences: { primary: expected.name } } };
  if (expected.type === "symmetric-key") {
    const primaryKey = toBase64(expected.masterKey ?? new Uint8Array());
    return { type: "symmetricKey", symmetricKey: { primaryKey } };
  }
  const [issuer = new Uint8Array()] = expected.issuerCertificates;
  return { type: "x509", x509: { signingCertificates: { primary: { certificate: toPem("CERTIFICATE", issuer) } } } };
}

function viewOf({ enrollmentGroupId, attestation, provisioningStatus, iotHubs }: EnrollmentGroup): GroupView {
  const { signingCertificates, caReferences } = attestation.x509 ?? {};
  return {
    group: enrollmentGroupId,
    attestation: attestation.type === "symmetricKey" ? "symmetric-key" : attestation.type,
    status: provisioningStatus ?? "enabled",
    signingCertificates: [signingCertificates?.primary, signingCertificates?.secondary].flatMap(infoOf),
    caReferences: [caReferences?.primary, caReferences?.secondary].filter((name) => typeof name === "string"),
    iotHubs: iotHubs ?? [],
  };
}

const infoOf = (slot: CertificateWithInfo | null | undefined): GroupView["signingCertificates"] =>
  slot?.info
    ? [
        {
          subject: slot.info.subjectName,
          sha256: slot.info.sha256Thumbprint.toLowerCase(),
          notAfter: slot.info.notAfterUtc,
        },
      ]
    : [];
