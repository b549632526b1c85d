import { randomBytes } from "node:crypto";
import type { CertificateAuthority } from "../pki/authority/certificate-authority.ts";
import { checkAuthorityName } from "../pki/custody/authority-folder.ts";
import type { AuthorityFile } from "../pki/custody/create-pilot-authority.ts";
import {
  createPilotAuthority,
  importAuthority,
  listFileAuthorities,
  openFileAuthority,
} from "../pki/custody/file-authority.ts";
import { recipeErrors } from "../workflow/recipe/recipe-errors.ts";
import type { SecretStore } from "./secret-store.ts";

const noAuthority = (name: string) => recipeErrors.noAuthority(`no authority "${name}"; see: touchmark ca create`);
const secretName = (name: string): string => `authority-${name}`;

/** The certificate authorities of this station: encrypted key files, their passphrases in the secret store or the environment. */
export class AuthorityStore {
  readonly #folder: string;
  readonly #secrets: SecretStore;
  readonly #open = new Map<string, CertificateAuthority>();

  constructor(folder: string, secrets: SecretStore) {
    this.#folder = folder;
    this.#secrets = secrets;
  }

  /** Makes a pilot authority, marked as such in every certificate, under a passphrase nobody needs to know. */
  async createPilot(name: string): Promise<CertificateAuthority> {
    const passphrase = process.env["TOUCHMARK_CA_PASSPHRASE"] ?? randomBytes(32).toString("base64");
    const authority = await this.#keep(name, passphrase, () =>
      createPilotAuthority({ folder: this.#folder, name, passphrase }),
    );
    this.#open.set(name, authority);
    return authority;
  }

  /** Takes over an authority from a PEM or PKCS #12 file; `filePassphrase` opens that file. */
  async import(name: string, file: string, filePassphrase: string | undefined): Promise<CertificateAuthority> {
    const passphrase = randomBytes(32).toString("base64");
    return this.#keep(name, passphrase, () =>
      importAuthority({
        folder: this.#folder,
        name,
        file,
        passphrase,
        ...(filePassphrase === undefined ? {} : { filePassphrase }),
      }),
    );
  }

  /** The passphrase first: a key whose passphrase was lost in a power cut would be there for ever and open for nobody. */
  async #keep(
    name: string,
    passphrase: string,
    make: () => Promise<CertificateAuthority>,
  ): Promise<CertificateAuthority> {
    checkAuthorityName(name);
    const known = await this.list();
    if (known.some((authority) => authority.name === name)) return make();
    await this.#secrets.put(secretName(name), passphrase);
    try {
      return await make();
    } catch (error) {
      await this.#secrets.remove(secretName(name));
      throw error;
    }
  }

  list() {
    return listFileAuthorities(this.#folder);
  }

  /** What may be shown of one, without opening its key. Throws `recipe.no-authority`. */
  async show(name: string) {
    const found = (await this.list()).find((authority) => authority.name === name);
    if (found === undefined) throw noAuthority(name);
    return found;
  }

  /** Where its key is and what opens it, for whoever has another kind of key certified. Throws `recipe.no-authority`. */
  async file(name: string): Promise<AuthorityFile> {
    const passphrase = (await this.#secrets.get(secretName(name))) ?? process.env["TOUCHMARK_CA_PASSPHRASE"];
    if (passphrase === undefined) throw noAuthority(name);
    return { folder: this.#folder, name, passphrase };
  }

  /** Throws `recipe.no-authority` if there is none of that name, or `pki.passphrase` if its key cannot be opened. */
  async get(name: string): Promise<CertificateAuthority> {
    const known = this.#open.get(name);
    if (known !== undefined) return known;
    const authority = await openFileAuthority(await this.file(name));
    this.#open.set(name, authority);
    return authority;
  }
}
