import { createHmac } from "node:crypto";
import { concatBytes, utf8 } from "../../base/bytes/bytes.ts";
import { ByteWriter } from "../../base/bytes/byte-writer.ts";
import { baseErrors } from "../../base/errors/base-errors.ts";

export interface KdfaInput {
  /** node:crypto's name of the hash. */
  readonly hash: string;
  readonly key: Uint8Array;
  /** Without the NUL that ends it in the computation. */
  readonly label: string;
  readonly contextU: Uint8Array;
  readonly contextV: Uint8Array;
  /** A multiple of 8. */
  readonly bits: number;
}

/** KDFa (TPM 2.0 Part 1, clause 11.4.10.2): SP 800-108 in counter mode with HMAC. */
export function kdfa(input: KdfaInput): Uint8Array {
  if (input.bits % 8 !== 0) throw baseErrors.defect(`KDFa asked for ${input.bits} bits`);
  const length = input.bits / 8;
  const fixed = concatBytes(utf8(`${input.label}\0`), input.contextU, input.contextV);
  const blocks: Uint8Array[] = [];
  for (let counter = 1, made = 0; made < length; counter += 1) {
    const message = new ByteWriter().u32(counter).bytes(fixed).u32(input.bits).finish();
    const block = createHmac(input.hash, input.key).update(message).digest();
    blocks.push(block);
    made += block.length;
  }
  return concatBytes(...blocks).slice(0, length);
}
