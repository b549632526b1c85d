import { createHash } from "node:crypto";
import { utf8 } from "../../base/bytes/bytes.ts";
import type { ManifestEntry } from "../manifest-entry.ts";
import { manifestErrors } from "../manifest-errors.ts";
import type { ManifestSigning } from "../manifest-signing.ts";
import { secureElement } from "./secure-element.ts";
import type { ManifestFormat } from "./manifest-format.ts";

const base64url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString("base64url");

/** A JSON array of flattened JWS (RFC 7515 §7.2.2), one a line, in the shape of Microchip's secure-element manifest. */
export const jwsFormat: ManifestFormat = {
  extension: "jws.json",
  mediaType: "application/json; charset=utf-8",
  write: async function* write(entries, { signing }) {
    if (signing === undefined) throw manifestErrors.noSigner("this format is signed");
    const header = base64url(JSON.stringify(protectedHeader(signing)));
    let before = "[\n";
    for await (const entry of entries) {
      yield `${before}${JSON.stringify(await signed(entry, header, signing))}`;
      before = ",\n";
    }
    yield before === "[\n" ? "[]\n" : "\n]\n";
  },
};

function protectedHeader({ signer }: ManifestSigning) {
  const [certificate = new Uint8Array()] = signer.chain;
  return {
    typ: "JWT",
    alg: "ES256",
    kid: base64url(signer.keyIdentifier),
    "x5t#S256": createHash("sha256").update(certificate).digest("base64url"),
  };
}

async function signed(entry: ManifestEntry, header: string, { signer, stations }: ManifestSigning) {
  const payload = base64url(JSON.stringify(secureElement(entry, stations)));
  const signature = await signer.sign(utf8(`${header}.${payload}`), "raw");
  return { payload, protected: header, header: { uniqueId: entry.serialNumber }, signature: base64url(signature) };
}
