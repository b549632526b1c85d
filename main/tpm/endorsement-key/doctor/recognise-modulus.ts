import { modulusFault } from "../modulus-fault.ts";
import type { Recogniser } from "./examination.ts";
import { assumeStandardTemplate } from "./rebuild-endorsement-key.ts";

const exponent = Uint8Array.of(1, 0, 1);

/** 256 bytes that could be the modulus of an RSA 2048 key, or 257 with the zero some tools put before it. */
export const recogniseModulus: Recogniser = (bytes) => {
  const modulus = bytes.length === 257 && bytes[0] === 0 ? bytes.slice(1) : bytes;
  if (modulus.length !== 256 || modulusFault(modulus) !== undefined) return undefined;
  return assumeStandardTemplate("modulus", "256 bytes that may be the bare modulus of an RSA 2048 key.", {
    modulus,
    exponent,
  });
};
