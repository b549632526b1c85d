import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import { systemClock } from "../../base/clock.ts";
import { issueVerificationCertificate } from "../authority/issue-verification-certificate.ts";
import { decryptPrivateKey } from "../keys/private-key-file.ts";
import { readAuthority } from "./authority-folder.ts";
import type { AuthorityFile } from "./create-pilot-authority.ts";

const generate = promisify(generateKeyPair);

/**
 * The certificate (DER) that proves to the service that this authority's key is here. The key it certifies is thrown away. Throws
 * `pki.no-authority`, `pki.passphrase`, `pki.bad-order`, `pki.expired`.
 */
export async function verificationCertificate(
  { folder, name, passphrase, clock = systemClock }: AuthorityFile,
  code: string,
): Promise<Uint8Array> {
  const { chain, keyPem } = await readAuthority(folder, name);
  const privateKey = decryptPrivateKey(keyPem, passphrase);
  const { publicKey } = await generate("ec", { namedCurve: "P-256" });
  const spki = new Uint8Array(publicKey.export({ type: "spki", format: "der" }));
  return issueVerificationCertificate({ chain, privateKey, clock }, { publicKey: spki, code });
}
