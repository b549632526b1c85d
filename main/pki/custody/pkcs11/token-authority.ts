import { randomBytes, verify } from "node:crypto";
import { type Clock, systemClock } from "../../../base/clock.ts";
import { isStationError } from "../../../base/errors/station-error.ts";
import { mayIssue, readCertificate } from "../../certificate/read-certificate.ts";
import { hashOf } from "../../keys/signing-key.ts";
import { pkiErrors } from "../../pki-errors.ts";
import { readAuthority, type TokenKey, writeAuthority } from "../authority-folder.ts";
import { type AuthorityInUse, authorityInUse } from "../authority-in-use.ts";
import { AuthorityJournal } from "../authority-journal.ts";
import type { AuthorityPlace } from "../authority-place.ts";
import { checkChainInForce } from "../../validate/check-in-force.ts";
import { isPilotChain } from "../is-pilot-chain.ts";
import { chainUp } from "../order-authority-chain.ts";
import type { TokenLogin } from "./token-session.ts";
import { TokenSigningKey } from "./token-signing-key.ts";

/** An authority whose key is in a token: it can be open and locked at the same time. */
export interface TokenAuthority {
  readonly authority: AuthorityInUse;
  readonly key: TokenSigningKey;
}

export interface TokenAttachment extends AuthorityPlace {
  readonly token: TokenKey;
  /** DER, in any order, with the key's own certificate among them. */
  readonly certificates: readonly Uint8Array[];
  readonly login: TokenLogin;
  readonly clock?: Clock | undefined;
}

/**
 * Makes an authority known whose key is in a token; nothing of the key is copied. Of several certificates the one the key signs for
 * is found by a signature. Errors: those of `openTokenSession`, `pki.bad-import`, `pki.not-authority`, `pki.expired`, `pki.not-valid-yet`,
 * `pki.name-taken`.
 */
export async function attachTokenAuthority(order: TokenAttachment): Promise<TokenAuthority> {
  const { folder, name, token, certificates, login, clock = systemClock } = order;
  for (const certificate of issuersAmong(certificates)) {
    const key = new TokenSigningKey({ place: token, certificate });
    await key.unlock(login);
    if (!(await isKeyOf(key, certificate))) continue;
    const chain = chainUp(certificates, readCertificate(certificate));
    checkChainInForce(chain, clock.now());
    const pilot = isPilotChain(chain);
    await writeAuthority(folder, name, { pilot, chain, token });
    return inUse({ folder, name, pilot, chain, key, clock });
  }
  throw pkiErrors.badImport(`no certificate in the file belongs to key "${token.key}" in token ${token.token}`);
}

/** Errors: `pki.no-authority`, `pki.damaged-authority`. It is locked until its key is unlocked. */
export async function openTokenAuthority(
  place: AuthorityPlace & { readonly clock?: Clock | undefined },
): Promise<TokenAuthority> {
  const { pilot, chain, token } = await readAuthority(place.folder, place.name);
  const [certificate] = chain;
  if (token === undefined || certificate === undefined)
    throw pkiErrors.damagedAuthority(`authority ${place.name} has no token or no certificate`);
  const key = new TokenSigningKey({ place: token, certificate });
  return inUse({ ...place, pilot, chain, key, clock: place.clock ?? systemClock });
}

/** Unlocks, and sees by a signature that the token has the key of the certificate. Throws also `pki.no-token-key`. */
export async function unlockTokenKey(key: TokenSigningKey, certificate: Uint8Array, login: TokenLogin): Promise<void> {
  await key.unlock(login);
  if (!(await isKeyOf(key, certificate)))
    throw pkiErrors.noTokenKey("the key in the token is not the one of the authority's certificate");
}

async function isKeyOf(key: TokenSigningKey, certificate: Uint8Array): Promise<boolean> {
  const message = randomBytes(32);
  try {
    const signature = await key.sign(message);
    const { publicKey } = readCertificate(certificate).system;
    return verify(hashOf(key.algorithm), message, { key: publicKey, dsaEncoding: "der" }, signature);
  } catch (error) {
    // A key of another kind refuses the mechanism; it is not this one.
    if (isStationError(error, "pki.token-fault")) return false;
    throw error;
  }
}

/** One that may not issue is nobody's authority. */
const issuersAmong = (certificates: readonly Uint8Array[]): readonly Uint8Array[] =>
  certificates.filter((der) => mayIssue(readCertificate(der)));

function inUse(
  parts: AuthorityPlace & {
    readonly pilot: boolean;
    readonly chain: readonly Uint8Array[];
    readonly key: TokenSigningKey;
    readonly clock: Clock;
  },
): TokenAuthority {
  const { folder, name, pilot, chain, key, clock } = parts;
  const journal = new AuthorityJournal({ folder, name, clock });
  return { key, authority: { ...authorityInUse({ name, pilot, chain, key, clock, journal }), inToken: true } };
}
