import { randomBytes } from "node:crypto";
import { isStationError, type StationError } from "../base/errors/station-error.ts";
import { checkAuthorityName, type TokenKey } from "../pki/custody/authority-folder.ts";
import type { CertificateAuthority } from "../pki/authority/certificate-authority.ts";
import type { AuthorityInUse } from "../pki/custody/authority-in-use.ts";
import { AuthorityJournal } from "../pki/custody/authority-journal.ts";
import {
  createIntermediateAuthority,
  createRootAuthority,
  type NewAuthority,
} from "../pki/custody/create-authority.ts";
import type { AuthorityFile } from "../pki/custody/authority-place.ts";
import {
  type AuthoritySummary,
  createPilotAuthority,
  importAuthority,
  importAuthorityChain,
  listFileAuthorities,
  openAuthorityElsewhere,
  openFileAuthority,
} from "../pki/custody/file-authority.ts";
import {
  attachTokenAuthority,
  openTokenAuthority,
  type TokenAuthority,
  unlockTokenKey,
} from "../pki/custody/pkcs11/token-authority.ts";
import { completeAuthority, repeatAuthorityRequest, requestAuthority } from "../pki/custody/request-authority.ts";
import { readAuthorityRequest } from "../pki/requests/read-authority-request.ts";
import { issueIntermediateCertificate } from "../pki/authority/issue-authority-certificate.ts";
import { derToPem } from "../pki/pem.ts";
import { pkiErrors } from "../pki/pki-errors.ts";
import { recipeErrors } from "../workflow/recipe/recipe-errors.ts";
import type { SecretStore } from "./secret-store.ts";
import { tokenPinFromSettings } from "./token-pin.ts";

const noAuthority = (name: string) => recipeErrors.noAuthority(`no authority "${name}"; see: touchmark ca create`);
const secretName = (name: string): string => `authority-${name}`;

/** What a new authority of one's own shall be. */
export type AuthorityOrder = Pick<NewAuthority, "name" | "algorithm" | "commonName" | "validityDays">;

/**
 * The certificate authorities of this station: keys in encrypted files, their passphrases in the secret store or the environment, and
 * keys in tokens, their PINs in memory.
 */
export class AuthorityStore {
  readonly #folder: string;
  readonly #secrets: SecretStore;
  readonly #checkClock: () => Promise<void>;
  readonly #open = new Map<string, AuthorityInUse>();
  readonly #elsewhere = new Map<string, CertificateAuthority>();
  readonly #tokens = new Map<string, TokenAuthority>();
  /** Authorities whose PIN was tried from the settings: once in the life of the station. */
  readonly #tried = new Map<string, Promise<void>>();

  /** `checkClock` throws where the dates of an authority could not be made or judged by this clock. */
  constructor(folder: string, secrets: SecretStore, checkClock: () => Promise<void> = () => Promise.resolve()) {
    this.#folder = folder;
    this.#secrets = secrets;
    this.#checkClock = checkClock;
  }

  /** Makes a pilot authority, marked as such in every certificate, under a passphrase nobody needs to know. */
  async createPilot(name: string): Promise<AuthorityInUse> {
    await this.#checkClock();
    const authority = await this.#keep(name, (file) => createPilotAuthority(file));
    this.#open.set(name, authority);
    return authority;
  }

  async createRoot(order: AuthorityOrder): Promise<AuthorityInUse> {
    await this.#checkClock();
    return this.#keep(order.name, (file) => createRootAuthority({ ...order, ...file }));
  }

  /** A line's authority under another one of this station. */
  async createUnder(above: string, order: AuthorityOrder): Promise<AuthorityInUse> {
    const issuer = await this.toSign(above);
    return this.#keep(order.name, (file) => createIntermediateAuthority({ ...order, ...file, above: issuer }));
  }

  /** Certifies a line's authority whose key is elsewhere, by its request (PEM or DER); gives its certificate and those above it, DER. */
  async certify(above: string, file: Uint8Array, validityDays: number): Promise<readonly Uint8Array[]> {
    const { publicKey, commonName } = await readAuthorityRequest(file);
    const issuer = await this.toSign(above);
    const order = { publicKey, commonName, validityDays };
    return [(await issueIntermediateCertificate(issuer, order)).certificate, ...issuer.chain];
  }

  /** The request (PKCS #10, PEM) of a line's authority that is certified elsewhere; its key stays here. Asked again, of the same key. */
  async request(order: Omit<AuthorityOrder, "validityDays">): Promise<string> {
    const waits = (await this.list()).some(({ name, chain }) => name === order.name && chain.length === 0);
    const der = waits
      ? await repeatAuthorityRequest({ ...order, ...(await this.#file(order.name)) })
      : await this.#keep(order.name, (file) => requestAuthority({ ...order, ...file }));
    return derToPem(der, "CERTIFICATE REQUEST");
  }

  /** Takes the certificates that came back for a request. */
  async complete(name: string, certificates: readonly Uint8Array[]): Promise<AuthorityInUse> {
    await this.#checkClock();
    await completeAuthority({ ...(await this.#file(name)), certificates });
    return this.get(name);
  }

  /** Takes over an authority from a PEM or PKCS #12 file, by its path or what is in it; `filePassphrase` opens that file. */
  async import(name: string, file: string | Uint8Array, filePassphrase: string | undefined): Promise<AuthorityInUse> {
    await this.#checkClock();
    const opened = filePassphrase === undefined ? {} : { filePassphrase };
    return this.#keep(name, (place) => importAuthority({ ...place, file, ...opened }));
  }

  /** Makes known an authority whose key is elsewhere: what it signs is brought. */
  async importChain(name: string, certificates: readonly Uint8Array[]): Promise<CertificateAuthority> {
    await this.#checkClock();
    return importAuthorityChain({ folder: this.#folder, name, certificates });
  }

  /** An authority whose key is in a PKCS #11 token. The PIN is typed, or from the settings. Throws `pki.locked` without any. */
  async attach(
    name: string,
    token: TokenKey,
    { certificates, pin }: { readonly certificates: readonly Uint8Array[]; readonly pin?: string | undefined },
  ): Promise<AuthorityInUse> {
    checkAuthorityName(name);
    await this.#checkClock();
    const given = pin ?? (await tokenPinFromSettings());
    if (given === undefined) throw pkiErrors.locked(`token ${token.token}: no PIN given`);
    const login = { pin: given, typed: true };
    const attached = await attachTokenAuthority({ folder: this.#folder, name, token, certificates, login });
    this.#tokens.set(name, attached);
    return attached.authority;
  }

  /** At the start of a shift. The PIN is tried once. Throws `recipe.no-authority`, `pki.wrong-pin` and what else the token says. */
  async unlock(name: string, pin: string): Promise<void> {
    if ((await this.show(name)).token === undefined) throw pkiErrors.noTokenKey(`authority ${name} is not in a token`);
    const { key, authority } = await this.#token(name);
    await unlockTokenKey(key, authority.chain[0] ?? new Uint8Array(), { pin, typed: true });
  }

  /** Whether a PIN is missing before it can sign. */
  async isLocked(name: string): Promise<boolean> {
    const { token, chain } = await this.show(name);
    return token !== undefined && chain.length > 0 && !(await this.#token(name)).key.isUnlocked;
  }

  /** Those that can be read. */
  async list(): Promise<readonly AuthoritySummary[]> {
    return (await listFileAuthorities(this.#folder)).flatMap((one) => ("error" in one ? [] : [one]));
  }

  /** Why others cannot: `pki.damaged-authority`. */
  async damaged(): Promise<readonly StationError[]> {
    return (await listFileAuthorities(this.#folder)).flatMap((one) => ("error" in one ? [one.error] : []));
  }

  /** What may be shown of one, without opening its key. Throws `recipe.no-authority`, `pki.damaged-authority`. */
  async show(name: string): Promise<AuthoritySummary> {
    const found = (await listFileAuthorities(this.#folder)).find((authority) => authority.name === name);
    if (found === undefined) throw noAuthority(name);
    if ("error" in found) throw found.error;
    return found;
  }

  /** What it did beside certifying devices. Throws `recipe.no-authority`. */
  async journal(name: string): Promise<AuthorityJournal> {
    await this.show(name);
    return new AuthorityJournal({ folder: this.#folder, name });
  }

  /** One that certifies devices, here or elsewhere. Throws as `get` does, but for `pki.key-elsewhere`. */
  async forDevices(name: string): Promise<CertificateAuthority> {
    const known = this.#elsewhere.get(name);
    if (known !== undefined) return known;
    if (this.#open.has(name) || this.#tokens.has(name) || !(await this.show(name)).elsewhere) return this.get(name);
    const authority = await openAuthorityElsewhere({ folder: this.#folder, name });
    this.#elsewhere.set(name, authority);
    return authority;
  }

  /**
   * One that can sign. Throws `recipe.no-authority` if there is none of that name, `pki.key-elsewhere`, `pki.not-certified`, `pki.passphrase` if its key
   * cannot be opened, `pki.locked` if its token waits for a PIN, and what the token says to the PIN of the settings.
   */
  async get(name: string): Promise<AuthorityInUse> {
    const known = this.#open.get(name);
    if (known !== undefined) return known;
    if (this.#tokens.has(name)) return this.#unlocked(name);
    const { token, elsewhere } = await this.show(name);
    if (elsewhere) throw pkiErrors.keyElsewhere(`authority ${name} has no key here`);
    if (token !== undefined) return this.#unlocked(name);
    const authority = await openFileAuthority(await this.#file(name));
    this.#open.set(name, authority);
    return authority;
  }

  /** The same for what is dated now and no device's: another authority, a signer, a proof, a list. Throws also `pki.clock-behind`. */
  async toSign(name: string): Promise<AuthorityInUse> {
    await this.#checkClock();
    return this.get(name);
  }

  async #unlocked(name: string): Promise<AuthorityInUse> {
    const { authority, key } = await this.#token(name);
    if (key.isUnlocked) return authority;
    const tried = this.#tried.get(name) ?? this.#unlockBySettings(name);
    this.#tried.set(name, tried);
    await tried;
    if (!key.isUnlocked) throw pkiErrors.locked(`authority ${name}; see: touchmark ca unlock`);
    return authority;
  }

  async #unlockBySettings(name: string): Promise<void> {
    const { key, authority } = await this.#token(name);
    const pin = await tokenPinFromSettings();
    if (pin === undefined) throw pkiErrors.locked(`authority ${name} waits for its PIN`);
    try {
      await unlockTokenKey(key, authority.chain[0] ?? new Uint8Array(), { pin, typed: false });
    } catch (error) {
      // A token that is not there may come; only an answer to the PIN is final.
      if (!isAnswerToPin(error)) this.#tried.delete(name);
      throw error;
    }
  }

  async #token(name: string): Promise<TokenAuthority> {
    const known = this.#tokens.get(name) ?? (await openTokenAuthority({ folder: this.#folder, name }));
    this.#tokens.set(name, known);
    return known;
  }

  async #file(name: string): Promise<AuthorityFile> {
    const passphrase = (await this.#secrets.get(secretName(name))) ?? process.env["TOUCHMARK_CA_PASSPHRASE"];
    if (passphrase === undefined) throw noAuthority(name);
    return { folder: this.#folder, name, passphrase };
  }

  /** The passphrase first: a key whose passphrase was lost in a power cut would be there for ever and open for nobody. */
  async #keep<Made>(name: string, make: (file: AuthorityFile) => Promise<Made>): Promise<Made> {
    checkAuthorityName(name);
    const passphrase = process.env["TOUCHMARK_CA_PASSPHRASE"] ?? randomBytes(32).toString("base64");
    const file = { folder: this.#folder, name, passphrase };
    const known = await this.list();
    if (known.some((authority) => authority.name === name)) return make(file);
    await this.#secrets.put(secretName(name), passphrase);
    try {
      return await make(file);
    } catch (error) {
      await this.#secrets.remove(secretName(name));
      throw error;
    }
  }
}

const isAnswerToPin = (error: unknown): boolean =>
  ["pki.wrong-pin", "pki.pin-blocked", "pki.no-token-key"].some((code) => isStationError(error, code));
