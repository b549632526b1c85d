import type { TrustedRootView } from "../../../main/api/contract/index.ts";
import type { ShapeName } from "../../ui/state-shape.tsx";

/** What a person calls an issuer: its common name, else its whole subject. */
export function rootName({ subject }: Pick<TrustedRootView, "subject">): string {
  const [, name] = /(?:^|[,+/\n]\s*)CN=("(?:[^"\\]|\\.)*"|(?:[^,+\n\\]|\\.)*)/.exec(subject) ?? [];
  const plain = name
    ?.replace(/^"(.*)"$/, "$1")
    .replaceAll(/\\(.)/g, "$1")
    .trim();
  return plain === undefined || plain === "" ? subject : plain;
}

export type Dating = "valid" | "notYet" | "expired";

export interface Validity {
  readonly dating: Dating;
  readonly shape: ShapeName;
  /** How much of its time is over, 0..1. */
  readonly over: number;
}

/** A certificate's dates as of `now`, ms since the epoch. */
export function validityAt(
  now: number,
  { notBefore, notAfter }: Pick<TrustedRootView, "notBefore" | "notAfter">,
): Validity {
  const from = Date.parse(notBefore);
  const to = Date.parse(notAfter);
  const over = to > from ? Math.min(1, Math.max(0, (now - from) / (to - from))) : 1;
  if (now < from) return { dating: "notYet", shape: "attention", over: 0 };
  return now > to ? { dating: "expired", shape: "attention", over: 1 } : { dating: "valid", shape: "pass", over };
}

/** `0a1b2c3d 4e5f…`: in groups that two people can read to each other. */
export const inGroups = (hex: string): string => hex.replaceAll(/(.{8})(?=.)/g, "$1 ");
