import { equalBytes, fromHex } from "../../../base/bytes/bytes.ts";
import { objectName } from "../../credential/object-name.ts";
import { type Finding, unusable, withKey } from "./examination.ts";
import { assumeStandardTemplate, rebuildEndorsementKey } from "./rebuild-endorsement-key.ts";
import { decodeTpm2bPublic } from "../../structures/tpm2b-public.ts";

const exponent = Uint8Array.of(1, 0, 1);

/** What tools print about a key for people to read. */
export function recogniseListing(text: string): Finding | undefined {
  return tpm2ToolsListing(text) ?? opensslListing(text) ?? powershellListing(text);
}

/**
 * tpm2_readpublic, tpm2_print: `rsa:` is the modulus. `name:` is the hash of the whole public area, so where it is that of the rebuilt key,
 * every field is proven.
 */
function tpm2ToolsListing(text: string): Finding | undefined {
  const [, modulusText = ""] = /^[^\S\n]*rsa:[^\S\n]*([0-9a-f]{64,1024})[^\S\n]*$/im.exec(text) ?? [];
  if (modulusText === "") return undefined;
  const form = "tpm2-tools-listing";
  const what = "What tpm2-tools prints about a key.";
  const modulus = fromHex(modulusText);
  const [, nameText] = /^[^\S\n]*name:[^\S\n]*([0-9a-f]{68,})[^\S\n]*$/im.exec(text) ?? [];
  if (nameText === undefined) return assumeStandardTemplate(form, what, { modulus, exponent });
  const publicArea = rebuildEndorsementKey(modulus);
  if (modulus.length !== 256 || !equalBytes(objectName(decodeTpm2bPublic(publicArea)), fromHex(nameText))) {
    return unusable(form, what, "Its name shows that the key is no RSA 2048 endorsement key of the standard template.");
  }
  const wrong = "DPS wants the key itself; its name proves every field, so it could be put together.";
  return withKey({ form, what, wrong, publicArea, certainty: "exact" });
}

/** `openssl rsa -modulus` and `-text`. */
function opensslListing(text: string): Finding | undefined {
  const [, digits = ""] =
    /\bModulus=([0-9A-F]{64,1024})\b/i.exec(text) ??
    /Modulus(?: \(\d+ bit\))?:\s*((?:[0-9a-f]{2}[:\s]+){32,}[0-9a-f]{2})\s+Exponent: 65537/i.exec(text) ??
    [];
  const bytes = fromHex(digits.replaceAll(/[:\s]/g, ""));
  if (bytes.length === 0) return undefined;
  const modulus = bytes[0] === 0 ? bytes.slice(1) : bytes;
  return assumeStandardTemplate("modulus", "What OpenSSL prints about an RSA key.", { modulus, exponent });
}

/** The object itself, printed: its key is not in it. */
function powershellListing(text: string): Finding | undefined {
  if (!/^[^\S\n]*IsPresent[^\S\n]*:/m.test(text) || !/AsnEncodedData/.test(text)) return undefined;
  return unusable(
    "unknown",
    "What PowerShell prints about the result of Get-TpmEndorsementKeyInfo.",
    "The key is not in it: take (Get-TpmEndorsementKeyInfo).PublicKey.Format($true).",
  );
}
