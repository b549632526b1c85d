import { createHash, createHmac } from "node:crypto";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { concatBytes, utf8 } from "../../../base/bytes/bytes.ts";

export interface KdfaInput {
  /** node:crypto's hash name. */
  readonly hash: string;
  readonly key: Uint8Array;
  readonly label: string;
  readonly contextU?: Uint8Array;
  readonly contextV?: Uint8Array;
  readonly bits: number;
}

const nothing = new Uint8Array();

/** KDFa: SP 800-108 counter mode over HMAC (TPM 2.0 Part 1, clause 11.4.10.2). The label gets its final zero here. */
export function kdfa({ hash, key, label, contextU = nothing, contextV = nothing, bits }: KdfaInput): Uint8Array {
  const fixed = concatBytes(utf8(`${label}\0`), contextU, contextV, new ByteWriter().u32(bits).finish());
  return blocks(bits, (counter) => createHmac(hash, key).update(counter).update(fixed).digest());
}

export interface KdfeInput {
  readonly hash: string;
  /** The x coordinate of the shared point. */
  readonly z: Uint8Array;
  readonly label: string;
  readonly partyU: Uint8Array;
  readonly partyV: Uint8Array;
  readonly bits: number;
}

/** KDFe: SP 800-56A concatenation (TPM 2.0 Part 1, clause 11.4.10.3). */
export function kdfe({ hash, z, label, partyU, partyV, bits }: KdfeInput): Uint8Array {
  const fixed = concatBytes(z, utf8(`${label}\0`), partyU, partyV);
  return blocks(bits, (counter) => createHash(hash).update(counter).update(fixed).digest());
}

function blocks(bits: number, block: (counter: Uint8Array) => Uint8Array): Uint8Array {
  const length = Math.ceil(bits / 8);
  const parts: Uint8Array[] = [];
  for (let counter = 1, done = 0; done < length; counter += 1) {
    const part = block(new ByteWriter().u32(counter).finish());
    parts.push(part);
    done += part.length;
  }
  return concatBytes(...parts).slice(0, length);
}
