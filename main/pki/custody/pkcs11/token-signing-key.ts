import { hash } from "node:crypto";
import { Mutex } from "../../../base/async/mutex.ts";
import { concatBytes, fromHex } from "../../../base/bytes/bytes.ts";
import { isStationError } from "../../../base/errors/station-error.ts";
import { readCertificate } from "../../certificate/read-certificate.ts";
import { hashOf, type SignatureAlgorithm, type SigningKey, signatureAlgorithmOf } from "../../keys/signing-key.ts";
import { pkiErrors } from "../../pki-errors.ts";
import type { TokenKey } from "../authority-folder.ts";
import { checkReturned, sessionLost } from "./check-returned.ts";
import { type Cryptoki, loadCryptoki } from "./cryptoki.ts";
import { CryptokiMemory } from "./cryptoki-memory.ts";
import { mechanism, returned } from "./cryptoki-values.ts";
import { ecdsaSignatureToDer } from "./ecdsa-signature.ts";
import { openTokenSession, type TokenLogin, type TokenSession } from "./token-session.ts";

export interface TokenSigningKeyOptions {
  readonly place: TokenKey;
  /** DER of the certificate of the key, from which its public half is known. */
  readonly certificate: Uint8Array;
}

const longestSignature = 1024;
/** DigestInfo of SHA-256 up to the digest (RFC 8017 §9.2). */
const sha256Info = fromHex("3031300d060960864801650304020105000420");

/**
 * A key in a PKCS #11 token: unlocked once, it signs until the process ends. The PIN stays in this object's memory, so that a token
 * that was pulled and plugged again works on without anybody. A PIN that was refused is forgotten and never tried again by itself.
 */
export class TokenSigningKey implements SigningKey {
  readonly publicKey: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  readonly #place: TokenKey;
  readonly #oneAtATime = new Mutex();
  #pin: string | undefined;
  #open: TokenSession | undefined;
  #hasRsaWithHash = true;

  constructor({ place, certificate }: TokenSigningKeyOptions) {
    const { publicKey } = readCertificate(certificate).system;
    this.#place = place;
    this.algorithm = signatureAlgorithmOf(publicKey);
    this.publicKey = new Uint8Array(publicKey.export({ type: "spki", format: "der" }));
  }

  get isUnlocked(): boolean {
    return this.#pin !== undefined;
  }

  /** Tries the PIN, once. Throws what `openTokenSession` does, and `pki.token-module`. */
  unlock(login: TokenLogin): Promise<void> {
    return this.#oneAtATime.run(async () => {
      this.#open = await openTokenSession(await loadCryptoki(this.#place.module), this.#place, login);
      this.#pin = login.pin;
    });
  }

  /** Throws `pki.locked` before it was unlocked. */
  sign(message: Uint8Array): Promise<Uint8Array> {
    return this.#oneAtATime.run(async () => {
      if (this.#pin === undefined) throw pkiErrors.locked(`token ${this.#place.token}; see: touchmark ca unlock`);
      const cryptoki = await loadCryptoki(this.#place.module);
      return (await this.#try(cryptoki, message)) ?? (await this.#again(cryptoki, this.#pin, message));
    });
  }

  async #again(cryptoki: Cryptoki, pin: string, message: Uint8Array): Promise<Uint8Array> {
    try {
      this.#open = await openTokenSession(cryptoki, this.#place, { pin, typed: false });
    } catch (error) {
      if (isRefusal(error)) this.#pin = undefined;
      throw error;
    }
    const signature = await this.#try(cryptoki, message);
    if (signature === undefined) throw pkiErrors.noToken(`token ${this.#place.token} was lost twice while signing`);
    return signature;
  }

  /** undefined when there is no session, or it is over. */
  async #try(cryptoki: Cryptoki, message: Uint8Array): Promise<Uint8Array | undefined> {
    const open = this.#open;
    if (open === undefined) return undefined;
    if (this.algorithm !== "rsa-sha256") {
      const raw = await this.#signWith(cryptoki, open, mechanism.ecdsa, digest(this.algorithm, message));
      return raw === undefined ? undefined : ecdsaSignatureToDer(raw);
    }
    // Some modules only know the mechanism without a hash, some (FIPS) only the one with it.
    if (this.#hasRsaWithHash) {
      const whole = await this.#signWith(cryptoki, open, mechanism.sha256RsaPkcs, message);
      if (this.#hasRsaWithHash) return whole;
    }
    return this.#signWith(cryptoki, open, mechanism.rsaPkcs, concatBytes(sha256Info, digest(this.algorithm, message)));
  }

  async #signWith(
    cryptoki: Cryptoki,
    { session, key }: TokenSession,
    type: number,
    data: Uint8Array,
  ): Promise<Uint8Array | undefined> {
    const memory = new CryptokiMemory(cryptoki);
    const started = await cryptoki.call("C_SignInit", session, memory.mechanism(type), key);
    if (started === returned.mechanismInvalid && type === mechanism.sha256RsaPkcs) {
      this.#hasRsaWithHash = false;
      return undefined;
    }
    if (this.#isLost(started)) return undefined;
    checkReturned("C_SignInit", started, this.#place.token);
    const signature = Buffer.alloc(longestSignature);
    const length = Buffer.from(memory.ulong(longestSignature));
    const signed = await cryptoki.call("C_Sign", session, data, data.length, signature, length);
    if (this.#isLost(signed)) return undefined;
    checkReturned("C_Sign", signed, this.#place.token);
    return new Uint8Array(signature.subarray(0, Number(memory.read(length))));
  }

  #isLost(result: number): boolean {
    const lost = sessionLost.has(result);
    if (lost) this.#open = undefined;
    return lost;
  }
}

const digest = (algorithm: SignatureAlgorithm, message: Uint8Array): Uint8Array =>
  hash(hashOf(algorithm), message, "buffer");

const isRefusal = (error: unknown): boolean =>
  isStationError(error, "pki.wrong-pin") || isStationError(error, "pki.pin-blocked");
