import type { DerElement } from "../../base/bytes/der.ts";

const TAG = { utcTime: 0x17, generalizedTime: 0x18 } as const;

export interface DerTime {
  /** undefined where there is no date in it. */
  readonly date: Date | undefined;
  /** What RFC 5280 §4.1.2.5 does not allow about it, though its meaning may be clear. */
  readonly fault: string | undefined;
}

/** UTCTime or GeneralizedTime of a certificate, also without seconds, with an offset or with the wrong one of the two encodings. */
export function readDerTime({ tag, content }: DerElement): DerTime {
  const text = Buffer.from(content.slice(0, 32)).toString("latin1");
  const digits = tag === TAG.utcTime ? 2 : tag === TAG.generalizedTime ? 4 : 0;
  const shape = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:\.\d{1,9})?(Z|[+-]\d{4})?$/.exec(text);
  if (digits === 0 || shape === null) return { date: undefined, fault: "validity is no date" };
  const [, year = "", month = "", day = "", hour = "", minute = "", second, zone] = shape;
  const full = year.length === 4 ? year : `${Number(year) < 50 ? "20" : "19"}${year}`;
  const offset = zone === undefined || zone === "Z" ? "Z" : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const date = new Date(`${full}-${month}-${day}T${hour}:${minute}:${second ?? "00"}${offset}`);
  if (Number.isNaN(date.getTime())) return { date: undefined, fault: "validity is no date" };
  const isPlain = second !== undefined && zone === "Z" && !text.includes(".") && year.length === digits;
  const rightKind = (tag === TAG.generalizedTime) === Number(full) >= 2050;
  return { date, fault: isPlain && rightKind ? undefined : "date in the wrong encoding" };
}
