import { createHash } from "node:crypto";

const leaf = /^\["([A-Za-z0-9+/=]+)"/;

/** Lower-case hexadecimal SHA-256 of the first certificate of a chain as it is stored (JSON of base64 DER, leaf first); null for none. */
export function leafSha256(chain: unknown): string | null {
  const [, der] = leaf.exec(typeof chain === "string" ? chain : "") ?? [];
  return der === undefined ? null : createHash("sha256").update(Buffer.from(der, "base64")).digest("hex");
}
