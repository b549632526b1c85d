const longestMs = 60 * 60 * 1000;

/** Milliseconds a Retry-After header asks for (RFC 9110 §10.2.3: seconds or an HTTP date), 0 to one hour; undefined if unreadable. */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? "";
  const wait = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  if (text === "" || Number.isNaN(wait)) return undefined;
  return Math.min(Math.max(wait, 0), longestMs);
}
