import { decode, encode, type Token, Tokenizer, Type } from "cborg";
import { baseErrors } from "../../base/errors/base-errors.ts";

/** What SMP requests and answers carry: a CBOR map with text keys (RFC 8949), byte strings as Uint8Array. */
export type SmpMap = Readonly<Record<string, unknown>>;

const maximumBytes = 0xffff;
/** Maps and arrays in one message, and so also how deep they can nest. */
const maximumContainers = 64;

const options = {
  allowIndefinite: true,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
  rejectDuplicateMapKeys: true,
};

/** Fields that are `undefined` are left out; map keys come shortest first (RFC 7049 §3.9), lengths definite. */
export function encodeSmpMap(map: SmpMap): Uint8Array {
  const present = Object.entries(map).filter(([, value]) => value !== undefined);
  return Uint8Array.from(encode(Object.fromEntries(present)));
}

/**
 * Takes maps of definite and indefinite length (Zephyr answers with the latter). Throws `station.malformed` for anything
 * that is not exactly one map with text keys, or that nests without need.
 */
export function decodeSmpMap(bytes: Uint8Array): SmpMap {
  if (bytes.length > maximumBytes) throw baseErrors.malformed(`CBOR: ${bytes.length} bytes`);
  const value = decodeBounded(bytes);
  if (!isMap(value)) throw baseErrors.malformed("CBOR: not a map");
  if (holdsBreak(value)) throw baseErrors.malformed("CBOR: a break in the place of a value");
  return value;
}

function decodeBounded(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, { ...options, tokenizer: new CountingTokenizer(bytes, options) });
  } catch (cause) {
    throw baseErrors.malformed(cause instanceof Error ? cause.message : "CBOR", cause);
  }
}

/** cborg recurses for every container, so a few kilobytes of "array of array of…" would exhaust the stack. */
class CountingTokenizer extends Tokenizer {
  #containers = 0;

  override next(): Token {
    const token = super.next();
    if (Type.equals(token.type, Type.map) || Type.equals(token.type, Type.array)) this.#containers += 1;
    if (this.#containers > maximumContainers) throw new Error(`CBOR: more than ${maximumContainers} maps and arrays`);
    return token;
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

/** cborg hands a break that stands where a map value should be through as a symbol. */
function holdsBreak(value: unknown): boolean {
  if (typeof value === "symbol") return true;
  if (Array.isArray(value)) return value.some(holdsBreak);
  return isMap(value) && Object.values(value).some(holdsBreak);
}
