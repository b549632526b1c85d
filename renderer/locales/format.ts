/** Between a figure and its unit: never broken. */
const gap = "\u00a0";

interface Formats {
  readonly clock: Intl.DateTimeFormat;
  readonly clockSeconds: Intl.DateTimeFormat;
  readonly day: Intl.DateTimeFormat;
  readonly whole: Intl.NumberFormat;
  readonly tenths: Intl.NumberFormat;
  readonly hundredths: Intl.NumberFormat;
  readonly order: Intl.Collator;
}

const hourMinute = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

function formatsOf(locale: string): Formats {
  // English is read by everybody: a date in it must not be taken for another.
  const days = locale === "en" ? "sv-SE" : locale;
  return {
    clock: new Intl.DateTimeFormat(locale, hourMinute),
    clockSeconds: new Intl.DateTimeFormat(locale, { ...hourMinute, second: "2-digit" }),
    day: new Intl.DateTimeFormat(days, { year: "numeric", month: "2-digit", day: "2-digit" }),
    whole: new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }),
    tenths: new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    hundredths: new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }),
    order: new Intl.Collator(locale, { numeric: true }),
  };
}

let formats = formatsOf("en");

/** Formats of a language, in the way of the region the reader wants (BCP 47): Spanish differs between Mexico and Spain. */
export function formatFor(language: string, wanted: readonly string[] = []): void {
  const region = wanted.find((tag) => tag.toLowerCase().startsWith(`${language}-`));
  formats = formatsOf(language === "en" ? "en" : (region ?? language));
}

/** `4.8 s`, from a minute on `1:05 min`. */
export function formatDuration(ms: number): string {
  const tenths = Math.max(0, Math.round(ms / 100));
  if (tenths < 600) return `${formats.tenths.format(tenths / 10)}${gap}s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}${gap}min`;
}

/** `~3 s`: what is typical is not known to the tenth. */
export function formatExpected(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 60 ? `~${seconds}${gap}s` : `~${Math.round(seconds / 60)}${gap}min`;
}

/** Duration of one step: `312 ms`, from ten seconds on as a duration. */
export const formatStepTime = (ms: number): string =>
  ms < 10_000 ? `${formats.whole.format(ms)}${gap}ms` : formatDuration(ms);

/** A share 0..1 as `98.4 %`, never rounded up to 100. */
export function formatShare(share: number): string {
  const tenths = share === 1 ? 1000 : Math.min(999, Math.round(share * 1000));
  return `${formats.tenths.format(tenths / 10)}${gap}%`;
}

export const formatCount = (count: number): string => formats.whole.format(count);

/** Of a field for numbers: `1,234.5` has `,` and `.`. */
export function numberSeparators(): { readonly group: string; readonly decimal: string } {
  const parts = formats.tenths.formatToParts(1_234_567.8);
  const of = (type: string, otherwise: string) => parts.find((part) => part.type === type)?.value ?? otherwise;
  return { group: of("group", ","), decimal: of("decimal", ".") };
}

/** For sorting what people read; `LOT-9` comes before `LOT-10`. */
export const compareTexts = (a: string, b: string): number => formats.order.compare(a, b);

/** `14:07`. */
export const formatClock = (at: number): string => formats.clock.format(at);

/** `14:06:51`. */
export const formatTime = (at: number): string => formats.clockSeconds.format(at);

/** `2026-08-01` in English, `01.08.2026` in German. */
export const formatDay = (at: number): string => formats.day.format(at);

/** `2026-08-01 14:06:51`, local time. */
export const formatDateTime = (at: number): string => `${formatDay(at)} ${formatTime(at)}`;

/** `1.4 kB`, SI. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes}${gap}B`;
  if (bytes < 1_000_000) return `${formats.tenths.format(bytes / 1000)}${gap}kB`;
  return `${formats.tenths.format(bytes / 1_000_000)}${gap}MB`;
}

/** `vendorString` → `vendor string`; words stay as they are. */
export const formatFactName = (name: string): string =>
  name.replaceAll(/([a-z0-9])([A-Z])/g, (_, before: string, letter: string) => `${before} ${letter.toLowerCase()}`);

/** `14:06:51` of the day of `now`, else with its day. */
export const formatMoment = (at: number, now: number): string =>
  formatDay(at) === formatDay(now) ? formatTime(at) : formatDateTime(at);

/** A length as it is, without needless zeros. */
export const formatMillimetres = (mm: number): string => formats.hundredths.format(mm);
