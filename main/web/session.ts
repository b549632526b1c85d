import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const newSecret = (): string => randomBytes(32).toString("base64url");
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/**
 * Who may use the web shell: whoever brings a one-time token (256 random bits) gets a session. Only digests are kept,
 * so comparing takes the same time whatever was sent, and a heap dump holds no token.
 */
export class SessionKeeper {
  #tokens: Buffer[] = [];
  #sessions: Buffer[] = [];

  /** A new one-time token; the ones not used yet stay good. */
  issueToken(): string {
    const token = newSecret();
    this.#tokens.push(digest(token));
    return token;
  }

  /** Uses the token up and returns a session secret for the cookie; undefined if it was never issued or is used up. */
  exchange(token: string): string | undefined {
    const given = digest(token);
    const left = this.#tokens.filter((known) => !timingSafeEqual(known, given));
    if (left.length === this.#tokens.length) return undefined;
    this.#tokens = left;
    const session = newSecret();
    this.#sessions.push(digest(session));
    return session;
  }

  isSession(secret: string | undefined): boolean {
    if (secret === undefined) return false;
    const given = digest(secret);
    return this.#sessions.some((known) => timingSafeEqual(known, given));
  }
}

/** Value of one cookie in a `Cookie` header. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  return header
    ?.split(";")
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}
