import { conclude, type EndorsementKeyExamination, type Finding, type Recogniser, unusable } from "./examination.ts";
import { readText } from "./read-text.ts";
import { privateKeyFinding, recogniseDer } from "./recognise-der.ts";
import { recogniseKeyText } from "./recognise-key-text.ts";
import { recogniseListing } from "./recognise-listing.ts";
import { recogniseModulus } from "./recognise-modulus.ts";
import {
  recogniseContext,
  recogniseNativeEndian,
  recogniseSizedTwice,
  recogniseTpm2bPublic,
  recogniseTpmtPublic,
  recogniseTruncated,
} from "./recognise-tpm-structure.ts";
import { recogniseWindowsBlob } from "./recognise-windows-blob.ts";
import { unwrapText } from "./unwrap-text.ts";

/** In this order: those that leave no doubt first. */
const recognisers: readonly Recogniser[] = [
  recogniseTpm2bPublic,
  recogniseSizedTwice,
  recogniseTpmtPublic,
  recogniseNativeEndian,
  recogniseDer,
  recogniseWindowsBlob,
  recogniseContext,
  recogniseTruncated,
  recogniseModulus,
];

const longestContent = 1024 * 1024;
/** Base64 of hexadecimal of PEM has been seen; more layers have not. */
const mostLayers = 3;

/**
 * Recognises an endorsement key in whatever form somebody got hold of it, says what is wrong with it and, where that is certain or
 * nearly so, gives it as DPS wants it. Never throws, whatever the bytes.
 */
export function examineEndorsementKey(content: Uint8Array): EndorsementKeyExamination {
  if (content.length === 0) return conclude(unusable("nothing", "Nothing.", "The file is empty."), [], false);
  if (content.length > longestContent) return conclude(unknown("It is far larger than any key."), [], false);
  const wrapping: string[] = [];
  let bytes = content;
  for (;;) {
    const finding = recognise(bytes);
    if (finding !== undefined) return conclude(finding, wrapping, wrapping.length === 1 && wrapping[0] === "Base64");
    const unwrapped = wrapping.length < mostLayers ? unwrap(bytes) : undefined;
    if (unwrapped === undefined) return conclude(unknown("It is no form of key that is known here."), wrapping, false);
    wrapping.push(unwrapped.wrapping);
    bytes = unwrapped.bytes;
  }
}

function recognise(bytes: Uint8Array): Finding | undefined {
  const text = readText(bytes);
  if (text === undefined) return firstOf(bytes);
  // The PEM label says so even where the body is encrypted.
  if (/-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/.test(text)) return privateKeyFinding;
  return recogniseListing(text) ?? recogniseKeyText(text);
}

function firstOf(bytes: Uint8Array): Finding | undefined {
  for (const recogniser of recognisers) {
    const finding = recogniser(bytes);
    if (finding !== undefined) return finding;
  }
  return undefined;
}

function unwrap(bytes: Uint8Array): ReturnType<typeof unwrapText> {
  const text = readText(bytes);
  return text === undefined ? undefined : unwrapText(text);
}

const unknown = (wrong: string): Finding => unusable("unknown", "Something else.", wrong);
