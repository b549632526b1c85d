import { X509Certificate } from "node:crypto";
import type { PracticeService } from "../practice-service.ts";
import { refusals } from "../server/service-refusal.ts";
import { sameRegistrationId } from "../service/identifiers.ts";
import type { StoredGroup } from "../state/stored-enrollment.ts";
import { commonNameOf, isCurrent } from "./prove-x509.ts";
import type { DeviceRequest } from "./device-request.ts";

/**
 * The first group, from the leaf towards the root, that stands on a certificate above the leaf. Every certificate from the leaf up
 * to it must have been sent, be within its validity and be signed by the next; the leaf's CN must be the registration id. Whether
 * the group's own certificate may be left out of what is sent is UNCONFIRMED; here it may.
 */
export function findX509Group(service: PracticeService, request: DeviceRequest): StoredGroup | undefined {
  const chain = request.clientChain.map((der) => new X509Certificate(der));
  const [leaf] = chain;
  if (leaf === undefined || !isCurrent(leaf) || !sameRegistrationId(commonNameOf(leaf), request.registrationId)) {
    throw refusals.invalidCertificate();
  }
  const groups = service.store.groups().map((group) => ({ group, authorities: authoritiesOf(service, group) }));
  for (const [index, child] of chain.entries()) {
    const sent = chain[index + 1];
    const found = groups.find(({ authorities }) =>
      authorities.some(
        (authority) => (sent === undefined || sent.raw.equals(authority.raw)) && issued(child, authority),
      ),
    );
    if (found !== undefined) return found.group;
    if (sent === undefined || !issued(child, sent)) return undefined;
  }
  return undefined;
}

function issued(child: X509Certificate, parent: X509Certificate): boolean {
  return parent.ca && isCurrent(parent) && child.checkIssued(parent) && child.verify(parent.publicKey);
}

function authoritiesOf(service: PracticeService, { attestation }: StoredGroup): readonly X509Certificate[] {
  if (attestation.type !== "x509") return [];
  if ("signingCertificates" in attestation.x509) {
    const { primary, secondary } = attestation.x509.signingCertificates;
    const slots = secondary === undefined ? [primary] : [primary, secondary];
    return slots.map(({ certificate }) => new X509Certificate(Buffer.from(certificate, "base64")));
  }
  const { primary, secondary } = attestation.x509.caReferences;
  const names = secondary === undefined ? [primary] : [primary, secondary];
  return names.flatMap((name) => service.certificates.get(name) ?? []).map((pem) => new X509Certificate(pem));
}
