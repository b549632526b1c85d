import { createHmac } from "node:crypto";

export interface SasTokenParts {
  /** What the token opens: the service's host name, lower case, or a path below it; not yet URL-encoded. */
  readonly resource: string;
  readonly policyName: string;
  /** The policy key's bytes (Base64-decoded). */
  readonly key: Uint8Array;
  readonly expiresAt: Date;
}

/**
 * `SharedAccessSignature sr=…&sig=…&se=…&skn=…`: HMAC-SHA256 over the URL-encoded resource, a line feed and the expiry in
 * whole seconds. A bearer secret until it expires: never log it.
 */
export function createSasToken(parts: SasTokenParts): string {
  const resource = encodeURIComponent(parts.resource);
  const expiry = Math.floor(parts.expiresAt.getTime() / 1000);
  const signature = createHmac("sha256", parts.key).update(`${resource}\n${expiry}`).digest("base64");
  return (
    `SharedAccessSignature sr=${resource}&sig=${encodeURIComponent(signature)}` +
    `&se=${expiry}&skn=${encodeURIComponent(parts.policyName)}`
  );
}
