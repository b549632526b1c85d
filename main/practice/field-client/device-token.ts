import { toBase64, utf8 } from "../../base/bytes/bytes.ts";

/** A shared access signature whose key nobody has: the TPM signs. `resource` is not yet URL-encoded. */
export async function createDeviceToken(
  resource: string,
  expiresAt: Date,
  sign: (message: Uint8Array) => Promise<Uint8Array>,
  /** A hub knows none for its devices: null. */
  policyName: "registration" | null = "registration",
): Promise<string> {
  const encoded = encodeURIComponent(resource);
  const expiry = Math.floor(expiresAt.getTime() / 1000);
  const signature = toBase64(await sign(utf8(`${encoded}\n${expiry}`)));
  const policy = policyName === null ? "" : `&skn=${policyName}`;
  return `SharedAccessSignature sr=${encoded}&sig=${encodeURIComponent(signature)}&se=${expiry}${policy}`;
}
