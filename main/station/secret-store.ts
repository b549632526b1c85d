import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { readdir, readFile, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fromBase64 } from "../base/bytes/base64.ts";
import { concatBytes, fromUtf8, toBase64, utf8 } from "../base/bytes/bytes.ts";
import { isFileMissing } from "./is-file-missing.ts";
import { setUpErrors } from "./station-errors.ts";
import { writeFileAtomically } from "./write-file-atomically.ts";

const keyLength = 32;
const nonceLength = 12;
const tagLength = 16;
const namePattern = /^[A-Za-z0-9][A-Za-z0-9-]{0,99}$/;

/**
 * Keeps secrets sealed (AES-256-GCM, the name as associated data). The key comes from the file that TOUCHMARK_SECRET_KEY_FILE
 * names (32 bytes, base64: a removable or OS-kept place), else from a file of this user alone beside the secrets.
 */
export class SecretStore {
  readonly #folder: string;
  #key: Promise<Uint8Array> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(name: string, secret: string): Promise<void> {
    await writeFileAtomically(this.#path(name), await this.#seal(name, utf8(secret)));
  }

  /** Base64 for whoever keeps it elsewhere; only `open` with the same name gives the secret back. */
  async seal(name: string, secret: Uint8Array): Promise<string> {
    return toBase64(await this.#seal(name, secret));
  }

  /** Throws `set-up.secret` when it cannot be opened with this key and name. */
  open(name: string, sealed: string): Promise<Uint8Array> {
    return this.#open(name, fromBase64(sealed));
  }

  /** `undefined` when there is none. Throws `set-up.secret` when it cannot be opened with this key. */
  async get(name: string): Promise<string | undefined> {
    let sealed: Uint8Array;
    try {
      sealed = await readFile(this.#path(name));
    } catch (cause) {
      if (isFileMissing(cause)) return undefined;
      throw setUpErrors.secret(`cannot read secret "${name}"`, cause);
    }
    return fromUtf8(await this.#open(name, sealed));
  }

  async remove(name: string): Promise<void> {
    await unlink(this.#path(name)).catch((error: unknown) => {
      if (!isFileMissing(error)) throw setUpErrors.secret(`cannot remove secret "${name}"`, error);
    });
  }

  async #seal(name: string, secret: Uint8Array): Promise<Uint8Array> {
    const nonce = randomBytes(nonceLength);
    const cipher = createCipheriv("aes-256-gcm", await this.#loadKey(), nonce).setAAD(utf8(name));
    return concatBytes(nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag());
  }

  async #open(name: string, sealed: Uint8Array): Promise<Uint8Array> {
    const key = await this.#loadKey();
    try {
      const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, nonceLength)).setAAD(utf8(name));
      decipher.setAuthTag(sealed.subarray(-tagLength));
      return concatBytes(decipher.update(sealed.subarray(nonceLength, -tagLength)), decipher.final());
    } catch (cause) {
      throw setUpErrors.secret(`secret "${name}" was sealed with another key, or is damaged`, cause);
    }
  }

  #path(name: string): string {
    if (!namePattern.test(name)) throw setUpErrors.secret(`"${name}" is not a name for a secret`);
    return join(this.#folder, `${name}.sealed`);
  }

  #loadKey(): Promise<Uint8Array> {
    this.#key ??= loadOrMakeKey(process.env["TOUCHMARK_SECRET_KEY_FILE"], join(this.#folder, "station.key")).catch(
      (error: unknown) => {
        // A disk that was full has room again, a key file is put in its place: the next one asks anew.
        this.#key = undefined;
        throw error;
      },
    );
    return this.#key;
  }
}

async function holdsSecrets(folder: string): Promise<boolean> {
  return (await readdir(folder)).some((name) => name.endsWith(".sealed"));
}

async function loadOrMakeKey(given: string | undefined, own: string): Promise<Uint8Array> {
  const path = given ?? own;
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if (given !== undefined || !isFileMissing(cause))
      throw setUpErrors.secret(`cannot read the key file ${path}`, cause);
    // A restored folder without its key: a new one would open nothing, and what it seals could not be told from the rest.
    if (await holdsSecrets(dirname(own)))
      throw setUpErrors.secret(`${own} is not there: put the key of these secrets in its place`, cause);
    text = randomBytes(keyLength).toString("base64");
    await writeFileAtomically(own, text);
  }
  const key = Buffer.from(text.trim(), "base64");
  if (key.length !== keyLength) throw setUpErrors.secret(`the key file ${path} does not hold 32 bytes in base64`);
  return key;
}
