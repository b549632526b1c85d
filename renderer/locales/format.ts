/** Between a figure and its unit: never broken. */
const gap = "\u00a0";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const clockSeconds = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat("sv-SE", { year: "numeric", month: "2-digit", day: "2-digit" });
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** `4.8 s`, from a minute on `1:05 min`. */
export function formatDuration(ms: number): string {
  const tenths = Math.max(0, Math.round(ms / 100));
  if (tenths < 600) return `${(tenths / 10).toFixed(1)}${gap}s`;
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
  ms < 10_000 ? `${whole.format(ms)}${gap}ms` : formatDuration(ms);

/** A share 0..1 as `98.4 %`, never rounded up to 100. */
export function formatShare(share: number): string {
  const tenths = share === 1 ? 1000 : Math.min(999, Math.round(share * 1000));
  return `${(tenths / 10).toFixed(1)}${gap}%`;
}

export const formatCount = (count: number): string => whole.format(count);

/** `14:07`. */
export const formatClock = (at: number): string => clock.format(at);

/** `14:06:51`. */
export const formatTime = (at: number): string => clockSeconds.format(at);

/** `2026-08-01`. */
export const formatDay = (at: number): string => day.format(at);

/** `2026-08-01 14:06:51`, local time. */
export const formatDateTime = (at: number): string => `${formatDay(at)} ${formatTime(at)}`;

/** `1.4 kB`, SI. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes}${gap}B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)}${gap}kB`;
  return `${(bytes / 1_000_000).toFixed(1)}${gap}MB`;
}

/** `vendorString` → `vendor string`; words stay as they are. */
export const formatFactName = (name: string): string =>
  name.replaceAll(/([a-z0-9])([A-Z])/g, (_, before: string, letter: string) => `${before} ${letter.toLowerCase()}`);
