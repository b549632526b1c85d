import { createHmac } from "node:crypto";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { concatBytes, utf8 } from "../../../base/bytes/bytes.ts";

/**
 * KDFa with SHA-256 (TPM 2.0 Part 1, clause 11.4.10.2: SP 800-108 in counter mode over HMAC), ContextV empty. The practice
 * service has its own, so that it checks the station's rather than repeating it.
 */
export function deriveKey(key: Uint8Array, label: string, context: Uint8Array, bits: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(bits / 256) }, (_, index) => {
    const counted = new ByteWriter()
      .u32(index + 1)
      .bytes(utf8(`${label}\0`))
      .bytes(context)
      .u32(bits)
      .finish();
    return createHmac("sha256", key).update(counted).digest();
  });
  return concatBytes(...blocks).slice(0, bits / 8);
}
