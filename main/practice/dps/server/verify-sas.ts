import { createHmac, timingSafeEqual } from "node:crypto";

/** What a token opens, in the order its parts are checked. */
export interface SasExpectation {
  readonly policyName: string;
  /** Any of these keys may have signed. */
  readonly keys: readonly Uint8Array[];
  /** Decides on the decoded resource. */
  readonly opens: (resource: string) => boolean;
  readonly now: Date;
}

/**
 * True if the Authorization header is a shared access signature that opens the resource now. The signature is computed over
 * `sr` exactly as received, since clients differ in the case of their percent escapes; the order of the fields is free.
 */
export function verifySas(authorization: string | undefined, expected: SasExpectation): boolean {
  const [scheme = "", text = ""] = (authorization ?? "").trim().split(/\s+/, 2);
  if (scheme.toLowerCase() !== "sharedaccesssignature") return false;
  const fields = new Map(text.split("&").map((field) => splitField(field)));
  const resource = fields.get("sr") ?? "";
  const expiry = fields.get("se") ?? "";
  const given = Buffer.from(decode(fields.get("sig") ?? ""), "base64");
  const signed = expected.keys
    .map((key) => createHmac("sha256", key).update(`${resource}\n${expiry}`).digest())
    .some((mac) => mac.length === given.length && timingSafeEqual(mac, given));
  return (
    signed &&
    /^\d{1,12}$/.test(expiry) &&
    Number(expiry) * 1000 > expected.now.getTime() &&
    decode(fields.get("skn") ?? "") === expected.policyName &&
    expected.opens(decode(resource))
  );
}

function splitField(field: string): [string, string] {
  const at = field.indexOf("=");
  return [field.slice(0, Math.max(at, 0)), field.slice(at + 1)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
