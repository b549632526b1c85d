import type { HttpAnswer } from "./request.ts";

const longestExcerpt = 160;

/** The id the service, or a gateway before it, gives an exchange; absent where neither did. */
export function trackingIdOf(headers: HttpAnswer["headers"]): string | undefined {
  const id = headers["x-ms-request-id"] ?? headers["x-ms-correlation-request-id"];
  return id === "" ? undefined : id;
}

/**
 * An answer whose body is not the service's, in a few words: its kind, its title or first words, and where a redirect leads.
 * A login page or a proxy's refusal is recognised by them.
 */
export function describeStrangeBody({ body, headers }: HttpAnswer): string {
  const [kind = ""] = (headers["content-type"] ?? "").split(";", 1);
  const location = headers["location"];
  const parts = [
    location === undefined ? "" : `redirected to ${hostOf(location)}`,
    body.trim() === "" || isJson(body)
      ? ""
      : `not the service's words: ${[kind.trim().slice(0, 60), excerptOf(body)].join(" ").trim()}`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

/** The rest of a redirect's address may hold tokens. */
const hostOf = (location: string): string => (URL.canParse(location) ? new URL(location).host : "elsewhere");

function excerptOf(body: string): string {
  const head = body.slice(0, 4096);
  const [, title] = /<title[^>]*>([^<]*)/i.exec(head) ?? [];
  const words = title ?? head.replaceAll(/<(script|style)[\s\S]*?<\/\1>/gi, " ").replaceAll(/<[^>]*>/g, " ");
  const text = words.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
  // Some gateways show the request they refused.
  const shown = /\bsig=|\bbearer\s/i.test(text) ? "(holds a token)" : text;
  return `"${shown.slice(0, longestExcerpt)}"`;
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}
