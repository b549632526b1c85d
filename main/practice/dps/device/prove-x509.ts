import { X509Certificate } from "node:crypto";
import { refusals } from "../server/service-refusal.ts";
import { sameRegistrationId } from "../service/identifiers.ts";
import type { StoredCertificate } from "../state/stored-enrollment.ts";
import type { DeviceRequest } from "./device-request.ts";

/**
 * The handshake proved that the client holds the leaf's key; here the leaf must be one of the entry's two, within its validity,
 * and its CN the registration id (compared without regard to case, as ids are).
 */
export function proveX509(
  request: DeviceRequest,
  entry: { readonly primary: StoredCertificate; readonly secondary?: StoredCertificate | undefined },
): void {
  if (request.clientCertificate === undefined) throw refusals.unauthorized();
  const leaf = Buffer.from(request.clientCertificate);
  const known = [entry.primary, entry.secondary].some(
    (stored) => stored !== undefined && leaf.equals(Buffer.from(stored.certificate, "base64")),
  );
  const certificate = new X509Certificate(leaf);
  const commonName = /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? "";
  const now = Date.now();
  const current = certificate.validFromDate.getTime() <= now && now <= certificate.validToDate.getTime();
  if (!known || !current || !sameRegistrationId(commonName, request.registrationId))
    throw refusals.invalidCertificate();
}
