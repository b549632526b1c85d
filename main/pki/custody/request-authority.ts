import { systemClock } from "../../base/clock.ts";
import { encodeName } from "../certificate/encode-name.ts";
import { generateKey } from "../keys/generate-key.ts";
import { readDeviceKey } from "../keys/device-key.ts";
import { decryptPrivateKey, encryptPrivateKey } from "../keys/private-key-file.ts";
import { privateSigningKey } from "../keys/private-signing-key.ts";
import { pkiErrors } from "../pki-errors.ts";
import { makeAuthorityRequest } from "../requests/make-authority-request.ts";
import { checkAuthorityName, readAuthority, writeAuthority, writeAuthorityChain } from "./authority-folder.ts";
import type { NewAuthority } from "./create-authority.ts";
import type { AuthorityFile } from "./authority-place.ts";
import { checkIssuerPath } from "../validate/check-issuer-path.ts";
import { orderAuthorityChain } from "./order-authority-chain.ts";

/**
 * Makes the key of an authority that somebody elsewhere will certify, and its request (PKCS #10, DER). The key stays here. Errors:
 * `pki.name-taken`, `pki.bad-name`, `pki.bad-order`.
 */
export async function requestAuthority(order: Omit<NewAuthority, "validityDays">): Promise<Uint8Array> {
  const { folder, name, passphrase, algorithm, commonName } = order;
  checkAuthorityName(name);
  const subject = subjectOf(commonName);
  const privateKey = await generateKey(algorithm);
  const request = await makeAuthorityRequest(privateSigningKey(privateKey), subject);
  const keyPem = await encryptPrivateKey(privateKey, passphrase);
  await writeAuthority(folder, name, { pilot: false, chain: [], keyPem });
  return request;
}

/**
 * The request of a key that waits for its certificate, made anew: the first was lost, or is to ask for another name. Errors:
 * `pki.no-authority`, `pki.passphrase`, `pki.name-taken` (it has its certificate, or another kind of key waits).
 */
export async function repeatAuthorityRequest(order: Omit<NewAuthority, "validityDays">): Promise<Uint8Array> {
  const { folder, name, passphrase, algorithm, commonName } = order;
  const { keyPem, chain } = await readAuthority(folder, name);
  if (keyPem === undefined || chain.length > 0) throw pkiErrors.nameTaken(`authority ${name} has its certificate`);
  const key = privateSigningKey(decryptPrivateKey(keyPem, passphrase));
  const waiting = readDeviceKey(key.publicKey).algorithm;
  if (waiting !== algorithm) throw pkiErrors.nameTaken(`authority ${name} waits with a key of ${waiting}`);
  return makeAuthorityRequest(key, subjectOf(commonName));
}

/**
 * Takes the certificates that came back, in any order. The key must be the one asked for, and the whole path must hold now. Errors:
 * `pki.no-authority`, `pki.passphrase`, `pki.name-taken` (it has its certificate), `pki.bad-import`, `pki.not-authority`,
 * `pki.bad-chain` (a link is missing), `pki.expired`, `pki.not-valid-yet`.
 */
export async function completeAuthority(
  order: AuthorityFile & { readonly certificates: readonly Uint8Array[] },
): Promise<readonly Uint8Array[]> {
  const { folder, name, passphrase, certificates, clock = systemClock } = order;
  const { keyPem, chain: known } = await readAuthority(folder, name);
  if (keyPem === undefined || known.length > 0) throw pkiErrors.nameTaken(`authority ${name} has its certificate`);
  const chain = orderAuthorityChain(certificates, decryptPrivateKey(keyPem, passphrase));
  checkIssuerPath(chain, clock.now());
  await writeAuthorityChain(folder, name, chain);
  return chain;
}

function subjectOf(commonName: string): Uint8Array {
  if (commonName.length < 1 || commonName.length > 64)
    throw pkiErrors.badOrder(`name of ${commonName.length} characters`);
  return encodeName([["CN", commonName]]);
}
