/** Elements of a GS1 code whose length is fixed: application identifier, then so many characters. */
const fixedLengths: Readonly<Record<string, number>> = {
  "00": 18,
  "01": 14,
  "02": 14,
  "11": 6,
  "12": 6,
  "13": 6,
  "15": 6,
  "16": 6,
  "17": 6,
  "20": 2,
};

/** AIM symbology identifier that scanners may send before the code: `]d2`, `]C1`, `]Q3`. */
const symbology = /^\][A-Za-z][0-9A-Za-z]/;
/** FNC1 between elements, as scanners send it. */
const separator = "\u001d";
const longest = 512;

/**
 * What a scanned or typed text may mean, the likeliest first: as it is, without the scanner's symbology identifier, the serial number in a
 * GS1 element string (AI 21, GS1 General Specifications 3.5), what follows `SN:` on a plain label.
 */
export function codesIn(text: string): readonly string[] {
  const whole = text.trim().slice(0, longest);
  const bare = whole.replace(symbology, "");
  const said = /^(?:S\/?N|SERIAL(?: ?NO\.?)?)\s*[:=#]?\s*(\S+)$/i.exec(bare)?.[1];
  return [...new Set([whole, bare, serialInGs1(bare) ?? "", said ?? ""])].filter((code) => code !== "");
}

function serialInGs1(code: string): string | undefined {
  const inBrackets = /\(21\)([^(]+)/.exec(code)?.[1];
  if (inBrackets !== undefined) return inBrackets;
  let rest = code.startsWith(separator) ? code.slice(1) : code;
  for (;;) {
    if (rest.startsWith("21")) return rest.slice(2).split(separator, 1)[0];
    const length = fixedLengths[rest.slice(0, 2)];
    const element = length === undefined ? "" : rest.slice(2, 2 + length);
    if (length === undefined || !/^\d+$/.test(element) || element.length < length) return undefined;
    rest = rest.slice(2 + length);
    if (rest.startsWith(separator)) rest = rest.slice(1);
  }
}

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
