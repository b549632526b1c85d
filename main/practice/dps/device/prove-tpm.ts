import { randomBytes } from "node:crypto";
import { toBase64 } from "../../../base/bytes/bytes.ts";
import { makeIdentityBlob } from "../blob/make-identity-blob.ts";
import { readRsaPublicArea, type RsaPublicArea } from "../blob/rsa-public-area.ts";
import type { PracticeService } from "../practice-service.ts";
import { refusals, ServiceRefusal } from "../server/service-refusal.ts";
import { verifyDeviceSas } from "./device-sas.ts";
import type { DeviceRequest } from "./device-request.ts";
import type { ProvenRequest } from "./proven-request.ts";

/**
 * Without a token: 401 with a key that only this TPM can unwrap. With one: it must be signed by that key. Only the endorsement
 * key is compared with the entry; any storage root key is taken, a re-owned TPM has another. A token after a restart of the
 * service meets no open challenge and is answered with a new one.
 */
export function proveTpm(service: PracticeService, request: DeviceRequest, endorsementKey: string): void {
  const offered = request.body.tpm;
  if (offered && offered.endorsementKey !== endorsementKey) throw refusals.endorsementKey();
  const challenge = service.challenges.get(request.registrationId);
  if (request.authorization !== undefined && challenge !== undefined) {
    if (!verifyDeviceSas(request, [challenge.key])) throw refusals.unauthorized();
    return;
  }
  if (!offered) throw refusals.unauthorized();
  const storageRootKey = readKey(offered.storageRootKey);
  const key = randomBytes(32);
  service.challenges.set(request.registrationId, { key, storageRootKey });
  const authenticationKey = toBase64(makeIdentityBlob(readKey(endorsementKey), storageRootKey, key));
  throw new ServiceRefusal(401, { message: "Authorization required.", authenticationKey, keyName: "registration" });
}

/** The second blob, sent with the assignment: the device's key for the hub. */
export function sealHubKey(service: PracticeService, request: ProvenRequest, hubKey: Uint8Array): string {
  const { attestation } = request.entry;
  const challenge = service.challenges.get(request.registrationId);
  if (attestation.type !== "tpm" || challenge === undefined) throw refusals.internal();
  return toBase64(makeIdentityBlob(readKey(attestation.tpm.endorsementKey), challenge.storageRootKey, hubKey));
}

function readKey(text: string): RsaPublicArea {
  let area: RsaPublicArea | undefined;
  try {
    area = readRsaPublicArea(new Uint8Array(Buffer.from(text, "base64")));
  } catch {
    area = undefined;
  }
  if (area === undefined) throw refusals.endorsementKey();
  return area;
}
