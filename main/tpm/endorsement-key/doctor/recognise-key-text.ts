import type { Finding } from "./examination.ts";
import { privateKeyFinding } from "./recognise-der.ts";
import { assumeStandardTemplate, withoutLeadingZeros } from "./rebuild-endorsement-key.ts";

/** RSA keys in texts made for programs: JSON Web Key (RFC 7517) and the RSAKeyValue of XML Signature, as .NET writes it. */
export function recogniseKeyText(text: string): Finding | undefined {
  return jsonWebKey(text) ?? rsaKeyValue(text);
}

function jsonWebKey(text: string): Finding | undefined {
  if (!/"kty"\s*:\s*"RSA"/.test(text)) return undefined;
  if (/"d"\s*:/.test(text)) return privateKeyFinding;
  return fromNumbers("A JSON Web Key.", member(text, /"n"\s*:\s*"([\w=-]+)"/), member(text, /"e"\s*:\s*"([\w=-]+)"/));
}

function rsaKeyValue(text: string): Finding | undefined {
  if (!/<RSAKeyValue[\s>]/.test(text)) return undefined;
  if (/<D>/.test(text)) return privateKeyFinding;
  const tag = (name: string): RegExp => new RegExp(`<${name}>([A-Za-z0-9+/=\\s]+)</${name}>`);
  return fromNumbers("A key as .NET writes it in XML.", member(text, tag("Modulus")), member(text, tag("Exponent")));
}

const member = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1] ?? "";

function fromNumbers(what: string, modulus: string, exponent: string): Finding {
  const numbers = { modulus: numberOf(modulus), exponent: numberOf(exponent) };
  return assumeStandardTemplate("rsa-public-key", what, numbers);
}

/** Node's decoder takes both alphabets of Base64. */
const numberOf = (text: string): Uint8Array => withoutLeadingZeros(new Uint8Array(Buffer.from(text, "base64")));
