import { createHmac, randomBytes } from "node:crypto";
import type { SecretStore } from "../secret-store.ts";

const secretName = "operator-badges";
const keyLength = 32;

/**
 * A badge's code is looked up, so it cannot be salted; codes are short, so a plain hash of one is soon guessed. HMAC-SHA256 under a
 * key among the sealed secrets: records without it say nothing of any badge.
 */
export class BadgeDigests {
  readonly #secrets: Pick<SecretStore, "get" | "put">;
  #key: Promise<Buffer> | undefined;

  constructor(secrets: Pick<SecretStore, "get" | "put">) {
    this.#secrets = secrets;
  }

  /** Lower-case hexadecimal. Throws `set-up.secret`. */
  async digest(badge: string): Promise<string> {
    this.#key ??= this.#load();
    const key = await this.#key.catch((error: unknown) => {
      this.#key = undefined;
      throw error;
    });
    return createHmac("sha256", key).update(badge.trim()).digest("hex");
  }

  async #load(): Promise<Buffer> {
    const known = await this.#secrets.get(secretName);
    if (known !== undefined) return Buffer.from(known, "base64");
    const made = randomBytes(keyLength);
    await this.#secrets.put(secretName, made.toString("base64"));
    return made;
  }
}
