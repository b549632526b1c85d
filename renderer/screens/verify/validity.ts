import { formatCount } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import type { ShapeName } from "../../ui/state-shape.tsx";
import { hasNoEnd } from "../parts/last-day.ts";

export interface Validity {
  readonly shape: ShapeName;
  readonly word: string;
  /** Of its life that is over, 0..1. */
  readonly share: number;
  /** `3,620 days left`; empty where there is nothing left or no end. */
  readonly left: string;
}

const day = 86_400_000;
const soonMs = 30 * day;

/** Where `now` stands in the life of a certificate; times in ms since the epoch. */
export function validityOf(notBefore: number, notAfter: number, now: number): Validity {
  const words = texts.verify.certificate;
  const share = Math.min(1, Math.max(0, (now - notBefore) / Math.max(1, notAfter - notBefore)));
  if (now > notAfter) return { shape: "fail", word: words.expired, share: 1, left: "" };
  if (now < notBefore) return { shape: "attention", word: words.notYet, share: 0, left: "" };
  if (hasNoEnd(notAfter)) return { shape: "pass", word: words.valid, share: 0, left: words.noEnd };
  const left = words.daysLeft(formatCount(Math.floor((notAfter - now) / day)));
  if (notAfter - now < soonMs) return { shape: "attention", word: words.soon, share, left };
  return { shape: "pass", word: words.valid, share, left };
}
