import { gs1Elements, type Gs1Element, gs1Separator, gs1Value } from "./gs1-elements.ts";

/** What the plant's scanners send around every code; stripped where it is there. */
export interface CodeAffixes {
  readonly prefix: string;
  readonly suffix: string;
}

/** What a scanned or typed text is, as far as the text alone says. */
export interface LabelReading {
  /** Printable, without what the scanner added. */
  readonly text: string;
  /** AIM symbology identifier (ISO/IEC 15424), as `]d2`; null where the scanner sent none. */
  readonly symbology: string | null;
  /** Null where it is no GS1 element string. */
  readonly gs1: readonly Gs1Element[] | null;
  /** What it may mean as a serial number, the likeliest first. */
  readonly serialNumbers: readonly string[];
  /** The slot whose own code it is: `SLOT:3`. */
  readonly slot: string | null;
}

const longest = 512;
const longestTaken = 256;
const symbologyPattern = /^\][A-Za-z][0-9A-Za-z]/;
/** Symbologies that say by themselves that GS1 elements follow: GS1-128, DataBar, Data Matrix, QR Code, DotCode. */
const gs1Symbologies: readonly string[] = ["]C1", "]e0", "]d2", "]Q3", "]J1"];
const slotPattern = /^SLOT:\s*(\S.{0,159})$/i;
const longestSlotName = 16;
const serialPattern = /^(?:S\/?N|SERIAL(?: ?NO\.?)?)\s*[:=#]?\s*(\S+)$/i;

export function readLabelCode(scanned: string, affixes: CodeAffixes = { prefix: "", suffix: "" }): LabelReading {
  const raw = bareOf(scanned, affixes);
  const symbology = symbologyPattern.exec(raw)?.[0] ?? null;
  const content = symbology === null ? raw : raw.slice(symbology.length);
  const elements = gs1Elements(content);
  const text = printable(content);
  const gs1Serial = gs1Value(elements, "21");
  const said = serialPattern.exec(text)?.[1];
  // A plain serial number may look like an element string; one that says it is GS1, or begins with a sound GTIN, is one.
  const isSurely =
    gs1Symbologies.includes(symbology ?? "") ||
    content.includes("(") ||
    content.includes(gs1Separator) ||
    gs1Value(elements, "01") !== undefined;
  const candidates = isSurely ? [gs1Serial, said, text] : [said, text, gs1Serial];
  return {
    text,
    symbology,
    gs1: elements ?? null,
    serialNumbers: [...new Set(candidates.map((code) => (code ?? "").slice(0, longestTaken)))].filter(
      (code) => code !== "",
    ),
    slot: slotIn(text),
  };
}

/** The slot's name; on its card what is beyond plain ASCII is percent-encoded (`main/label/slot-cards/slot-code.ts`). */
function slotIn(text: string): string | null {
  const written = slotPattern.exec(text)?.[1];
  if (written === undefined) return null;
  const name = decoded(written).trim();
  return name === "" || name.length > longestSlotName ? null : name;
}

function decoded(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

/**
 * What a text may mean for a look-up, the text itself first: as it is, without the scanner's symbology identifier, the serial number in GS1
 * elements (AI 21), what follows `SN:` on a plain label.
 */
export function codesIn(scanned: string, affixes?: CodeAffixes): readonly string[] {
  const whole = printable(bareOf(scanned, affixes));
  const { text, serialNumbers } = readLabelCode(scanned, affixes);
  const others = serialNumbers.filter((code) => code !== text);
  return [...new Set([whole, text, ...others])].filter((code) => code !== "");
}

/** The order or lot a label names: GS1 AI 400 (customer's order) or 10 (batch), else its text. */
export function orderIn(scanned: string, affixes?: CodeAffixes): string {
  const { gs1, text } = readLabelCode(scanned, affixes);
  return gs1Value(gs1 ?? undefined, "400") ?? gs1Value(gs1 ?? undefined, "10") ?? text;
}

function bareOf(scanned: string, { prefix, suffix }: CodeAffixes = { prefix: "", suffix: "" }): string {
  const text = scanned.slice(0, longest).trim();
  const start = prefix !== "" && text.startsWith(prefix) ? prefix.length : 0;
  const end = suffix !== "" && text.length > start && text.endsWith(suffix) ? text.length - suffix.length : text.length;
  return text.slice(start, Math.max(start, end));
}

const printable = (text: string): string =>
  text
    .replaceAll(gs1Separator, "")
    .replaceAll(/\P{ASCII}|\p{Cc}/gu, "")
    .trim();

export type LooksLike = "digest" | "sha1" | "tpm-id" | "link" | "lot" | "serial" | "other";

/** What a code that nothing fits looks like, so that whoever scanned it knows which one to scan instead. */
export function looksLike(code: string, lots: readonly string[]): LooksLike {
  const hex = code.replaceAll(/[\s:]/g, "");
  if (/^[0-9a-f]{64}$/i.test(hex)) return "digest";
  if (/^[0-9a-f]{40}$/i.test(hex)) return "sha1";
  if (/^[a-z2-7]{52}$/.test(code)) return "tpm-id";
  if (/^https?:\/\//i.test(code)) return "link";
  if (lots.some((lot) => lot.toLowerCase() === code.toLowerCase())) return "lot";
  return /^[A-Z]{1,6}-?\d{4,}$/i.test(code) ? "serial" : "other";
}
