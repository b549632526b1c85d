import { readFile, stat } from "node:fs/promises";
import { systemClock } from "../../base/clock.ts";
import { signatureAlgorithmOf } from "../keys/signing-key.ts";
import { encryptPrivateKey } from "../keys/private-key-file.ts";
import { pkiErrors } from "../pki-errors.ts";
import { type AuthorityInUse, fileAuthority } from "./authority-in-use.ts";
import { AuthorityJournal } from "./authority-journal.ts";
import { checkAuthorityName, writeAuthority } from "./authority-folder.ts";
import type { AuthorityFile } from "./authority-place.ts";
import { checkChainInForce } from "../validate/check-in-force.ts";
import { isPilotChain } from "./is-pilot-chain.ts";
import { orderAuthorityChain } from "./order-authority-chain.ts";
import { readAuthorityMaterial } from "./read-authority-material.ts";

export interface AuthorityImport extends AuthorityFile {
  /** A PKCS #12 or PEM file with the private key, its certificate and those above it: its path, or what is in it. */
  readonly file: string | Uint8Array;
  /** Opens that file; left out for one that is not encrypted. `passphrase` is for our own copy. */
  readonly filePassphrase?: string | undefined;
}

const longestFile = 1_048_576;

/**
 * Takes over an authority the plant has. The key is encrypted anew and kept in `folder/name/`; the file is left as it is.
 * Errors: `pki.bad-import`, `pki.passphrase`, `pki.not-authority`, `pki.expired`, `pki.not-valid-yet`, `pki.name-taken`,
 * `pki.bad-name`.
 */
export async function importAuthority(options: AuthorityImport): Promise<AuthorityInUse> {
  const { folder, name, passphrase, clock = systemClock } = options;
  checkAuthorityName(name);
  const { privateKey, certificates } = readAuthorityMaterial(await readImport(options.file), options.filePassphrase);
  // Says at once if it is a key we could not sign with.
  signatureAlgorithmOf(privateKey);
  const chain = orderAuthorityChain(certificates, privateKey);
  checkChainInForce(chain, clock.now());
  const pilot = isPilotChain(chain);
  await writeAuthority(folder, name, { pilot, chain, keyPem: await encryptPrivateKey(privateKey, passphrase) });
  const journal = new AuthorityJournal({ folder, name, clock });
  return fileAuthority({ name, pilot, chain, privateKey, clock, journal });
}

async function readImport(path: string | Uint8Array): Promise<Uint8Array> {
  if (typeof path !== "string") return path;
  try {
    const { size } = await stat(path);
    if (size > longestFile) throw new RangeError(`${size} bytes, more than any authority needs`);
    return await readFile(path);
  } catch (cause) {
    throw pkiErrors.badImport(`the file cannot be read: ${cause instanceof Error ? cause.message : "unknown"}`, cause);
  }
}
