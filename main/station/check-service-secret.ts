import { createPrivateKey, X509Certificate } from "node:crypto";
import { parseConnectionString } from "../dps/connection-string.ts";
import { type NewService } from "./service-settings.ts";
import { setUpErrors } from "./station-errors.ts";

/**
 * What a service's secret says of it, if it can be used at all: a connection string its host, the others nothing. Throws
 * `set-up.settings` or what the connection string deserves; the secret is never repeated.
 */
export function checkServiceSecret(entra: NewService["entra"], secret: string): { readonly url?: string } {
  if (entra === undefined) return { url: `https://${parseConnectionString(secret).hostName}` };
  if (entra.kind === "client-secret") {
    if (secret === "" || /\s/.test(secret))
      throw setUpErrors.settings("the client secret is empty or more than one word");
  } else if (entra.kind === "client-certificate") {
    checkCertificate(secret);
  } else if (secret !== "") {
    throw setUpErrors.settings(`${entra.kind} has no secret of its own`);
  }
  return {};
}

/** Microsoft Entra takes RSA keys only, and the library only unencrypted ones. */
function checkCertificate(pem: string): void {
  let fits: boolean;
  try {
    const key = createPrivateKey(pem);
    fits = key.asymmetricKeyType === "rsa" && new X509Certificate(pem).checkPrivateKey(key);
  } catch {
    // Not as a cause: it may quote what it could not read.
    throw setUpErrors.settings("the certificate file holds no PEM certificate and unencrypted private key");
  }
  if (!fits) throw setUpErrors.settings("the private key is not RSA, or not the certificate's");
}
