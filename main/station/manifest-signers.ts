import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { manifestErrors } from "../manifest/manifest-errors.ts";
import { authorityNames, readAuthority } from "../pki/custody/authority-folder.ts";
import { createSigningKey, openSigningKey, type SigningKeyInUse } from "../pki/custody/signing-key-file.ts";
import { openTrustStore, type TrustStore } from "../pki/trust/trust-store.ts";
import type { AuthorityStore } from "./authority-store.ts";
import type { KnownSigners } from "./operations/known-signers.ts";
import type { SecretStore } from "./secret-store.ts";

export interface ManifestSignersOptions {
  readonly folder: string;
  readonly secrets: SecretStore;
  readonly authorities: AuthorityStore;
  /** Practice makes its key itself, by the authority it has. */
  readonly practice: boolean;
}

/** A key of this station, without the key. */
export interface StoredSigner {
  readonly name: string;
  /** DER, its own certificate first. */
  readonly chain: readonly Uint8Array[];
  readonly pilot: boolean;
}

const validityDays = 1096;
const longestCommonName = 64;
const namePattern = /^signer-(\d{1,6})$/;
const secretName = (name: string): string => `manifest-${name}`;

/** The station's key for manifests: encrypted PKCS #8 like an authority's, its passphrase in the secret store; the newest is in use. */
export class ManifestSigners {
  readonly #options: ManifestSignersOptions;
  /** Whose seals the plant believes besides its own. */
  readonly trusted: TrustStore;
  #open: SigningKeyInUse | undefined;

  constructor(options: ManifestSignersOptions) {
    this.#options = options;
    this.trusted = openTrustStore(join(options.folder, "trusted"), "signers");
  }

  /** This station's keys, the newest first, which is the one in use. Throws `pki.damaged-authority`. */
  async own(): Promise<readonly StoredSigner[]> {
    const numbers = (await this.#numbers()).toSorted((one, other) => other - one);
    return Promise.all(
      numbers.map(async (number) => {
        const name = `signer-${number}`;
        const { chain, pilot } = await readAuthority(this.#options.folder, name);
        return { name, chain, pilot };
      }),
    );
  }

  /** What seals are compared with: certificates only, so no key is opened. Throws `pki.damaged-authority`, `pki.damaged-trust`. */
  async known(): Promise<KnownSigners> {
    const own = await this.own();
    return { own: own.map(({ chain }) => chain), trusted: await this.trusted.roots() };
  }

  /** Throws `manifest.no-signer` where none was made, `pki.*`. */
  async get(station: string): Promise<SigningKeyInUse> {
    this.#open ??= (await this.#newest()) ?? (await this.#practiceKey(station));
    return this.#open;
  }

  /** Makes a new key, certified by an authority of the station; from now on it is the one in use. Throws `recipe.no-authority`, `pki.*`. */
  async create(station: string, authority: string): Promise<SigningKeyInUse> {
    const { folder, secrets, authorities } = this.#options;
    const issuer = await authorities.toSign(authority);
    const name = `signer-${Math.max(0, ...(await this.#numbers())) + 1}`;
    const passphrase = randomBytes(32).toString("base64");
    const end = issuer.pilot ? " PILOT manifest signer" : " manifest signer";
    const commonName = `${station.slice(0, longestCommonName - end.length)}${end}`;
    // The passphrase first: a key whose passphrase was lost in a power cut would be there for ever and open for nobody.
    await secrets.put(secretName(name), passphrase);
    this.#open = await createSigningKey({ folder, name, passphrase, commonName, validityDays, issuer });
    return this.#open;
  }

  async #numbers(): Promise<readonly number[]> {
    const names = await authorityNames(this.#options.folder);
    return names.flatMap((name) => namePattern.exec(name)?.slice(1).map(Number) ?? []);
  }

  async #newest(): Promise<SigningKeyInUse | undefined> {
    const { folder, secrets } = this.#options;
    const numbers = await this.#numbers();
    if (numbers.length === 0) return undefined;
    const name = `signer-${Math.max(...numbers)}`;
    const passphrase = await secrets.get(secretName(name));
    if (passphrase === undefined) throw manifestErrors.noSigner(`no passphrase for ${name} among the secrets`);
    return openSigningKey({ folder, name, passphrase });
  }

  async #practiceKey(station: string): Promise<SigningKeyInUse> {
    const [authority] = this.#options.practice ? await this.#options.authorities.list() : [];
    if (authority !== undefined) return this.create(station, authority.name);
    throw manifestErrors.noSigner("no key was made yet; see: touchmark manifest signer --authority NAME");
  }
}
