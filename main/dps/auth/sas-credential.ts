import { fromBase64 } from "../../base/bytes/base64.ts";
import type { ServiceConnection } from "../connection-string.ts";
import { dpsErrors } from "../dps-errors.ts";
import type { AuthorizationRequest, DpsCredential } from "./dps-credential.ts";
import { createSasToken } from "./sas-token.ts";

/** Covers one attempt and some difference of the clocks. */
const tokenLifetimeMs = 10 * 60 * 1000;

/** A shared access policy's key. Tokens are made afresh for every attempt, so none ever runs out on the way. */
export class SasCredential implements DpsCredential {
  readonly kind = "sas";
  readonly account: string;
  readonly #hostName: string;
  readonly #policyName: string;
  readonly #key: Uint8Array;

  /** Throws `dps.connection-string` if the key is not Base64. */
  constructor({ hostName, policyName, key }: ServiceConnection) {
    this.account = `policy "${policyName}"`;
    this.#hostName = hostName;
    this.#policyName = policyName;
    this.#key = decodeKey(key);
  }

  authorization({ now }: AuthorizationRequest): Promise<string> {
    const expiresAt = new Date(now.getTime() + tokenLifetimeMs);
    const token = { resource: this.#hostName, policyName: this.#policyName, key: this.#key, expiresAt };
    return Promise.resolve(createSasToken(token));
  }

  close(): void {
    // Nothing is open: tokens are made here.
  }
}

function decodeKey(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch (cause) {
    throw dpsErrors.connectionString("the policy key is not Base64", cause);
  }
}
