import { baseErrors } from "../errors/base-errors.ts";
import { fromBase64 } from "./base64.ts";
import { toBase64 } from "./bytes.ts";

/** RFC 7468 text of one DER value: 64 characters a line, a line feed after each, the last included. */
export function toPem(label: string, der: Uint8Array): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

/** The DER values of all blocks with this label, in order; text around them is passed over (RFC 7468 §2). Throws `station.malformed`. */
export function fromPem(label: string, text: string): readonly Uint8Array[] {
  const begin = `-----BEGIN ${label}-----`;
  const end = `-----END ${label}-----`;
  return text
    .split(begin)
    .slice(1)
    .map((rest) => {
      const [body, after] = rest.split(end);
      if (body === undefined || after === undefined) throw baseErrors.malformed(`no "${end}" after "${begin}"`);
      return fromBase64(body.replaceAll(/[\r\n\t ]/g, ""));
    });
}
