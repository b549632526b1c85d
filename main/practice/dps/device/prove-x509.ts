import { X509Certificate } from "node:crypto";
import { refusals } from "../server/service-refusal.ts";
import { sameRegistrationId } from "../service/identifiers.ts";
import type { StoredSlots } from "../state/stored-enrollment.ts";
import type { DeviceRequest } from "./device-request.ts";

/**
 * The handshake proved that the client holds the leaf's key; here the leaf must be one of the entry's two, within its validity,
 * and its CN the registration id (compared without regard to case, as ids are).
 */
export function proveX509({ clientChain, registrationId }: DeviceRequest, entry: StoredSlots): void {
  const [der] = clientChain;
  if (der === undefined) throw refusals.unauthorized();
  const leaf = new X509Certificate(der);
  const known = [entry.primary, entry.secondary].some(
    (stored) => stored !== undefined && leaf.raw.equals(Buffer.from(stored.certificate, "base64")),
  );
  if (!known || !isCurrent(leaf) || !sameRegistrationId(commonNameOf(leaf), registrationId)) {
    throw refusals.invalidCertificate();
  }
}

export const commonNameOf = ({ subject }: X509Certificate): string => /^CN=(.*)$/m.exec(subject)?.[1] ?? "";

export function isCurrent({ validFromDate, validToDate }: X509Certificate): boolean {
  const now = Date.now();
  return validFromDate.getTime() <= now && now <= validToDate.getTime();
}
