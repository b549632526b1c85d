import { concatBytes } from "../../base/bytes/bytes.ts";
import { encode } from "./encode-der.ts";

const types = { C: "2.5.4.6", O: "2.5.4.10", OU: "2.5.4.11", CN: "2.5.4.3" } as const;

/** Attributes of a name, in the order they are to stand in. */
export type NameParts = readonly (readonly [type: keyof typeof types, value: string])[];

/** A Name (RFC 5280 §4.1.2.4), DER: UTF8String, each attribute in a relative name of its own. */
export const encodeName = (parts: NameParts): Uint8Array =>
  encode.sequence(
    concatBytes(
      ...parts.map(([type, value]) => encode.set(encode.sequence(encode.oid(types[type]), encode.text(value)))),
    ),
  );
