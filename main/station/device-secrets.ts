import type { SecretStore } from "./secret-store.ts";
import { setUpErrors } from "./station-errors.ts";

const namePattern = /^[a-z0-9][a-z0-9-]{0,63}$/;
/** Its variable means something else: where the key of the secret store is. */
const takenName = "key-file";

/** Secrets a recipe may name, such as the password of a console: from the environment, else sealed in the secret store. */
export class DeviceSecrets {
  readonly #store: SecretStore;

  constructor(store: SecretStore) {
    this.#store = store;
  }

  /** Throws `set-up.usage` for a name or content that cannot be. */
  async set(name: string, secret: string): Promise<void> {
    if (secret === "" || /[\p{Cc}]/u.test(secret)) throw setUpErrors.usage("a secret is one line that is not empty");
    await this.#store.put(storedName(name), secret);
  }

  async remove(name: string): Promise<void> {
    await this.#store.remove(storedName(name));
  }

  /** Throws `set-up.secret` when there is none. */
  async get(name: string): Promise<string> {
    const given = process.env[`TOUCHMARK_SECRET_${name.toUpperCase().replaceAll("-", "_")}`];
    const secret = given === undefined || given === "" ? await this.#store.get(storedName(name)) : given;
    if (secret === undefined) throw setUpErrors.secret(`no secret "${name}"; see: touchmark secret set`);
    return secret;
  }
}

function storedName(name: string): string {
  if (!namePattern.test(name) || name === takenName) throw setUpErrors.usage(`"${name}" cannot be a secret's name`);
  return `device-${name}`;
}
