import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { contentSecurityPolicy, protectiveHeaders } from "./content-security-policy.ts";
import { contentType } from "./content-type.ts";

export interface StaticAnswer {
  readonly status: 200 | 404;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const noncePlaceholder = "__CSP_NONCE__";
const notFound: StaticAnswer = {
  status: 404,
  headers: { ...protectiveHeaders, "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
  body: new TextEncoder().encode("Not found.\n"),
};

/**
 * The answer to a GET of `urlPath` (still percent-encoded, without query) out of a folder of built pages. A path without
 * extension is a page: it gets `index.html`, with a fresh nonce in the policy and in place of `__CSP_NONCE__`. Files
 * under `/assets/` have their content's hash in their name and may be kept for ever. Anything outside the folder, and
 * dot files, do not exist.
 */
export async function answerFromFolder(
  folder: string,
  urlPath: string,
  connect: readonly string[] = [],
): Promise<StaticAnswer> {
  const path = safePath(urlPath);
  if (path === undefined) return notFound;
  const name = extname(path) === "" ? "index.html" : path;
  const body = await readOrUndefined(join(folder, name));
  if (body === undefined) return notFound;
  return name === "index.html" ? answerPage(body, connect) : answerFile(name, body);
}

function answerPage(body: Uint8Array, connect: readonly string[]): StaticAnswer {
  const nonce = randomBytes(18).toString("base64");
  const html = new TextDecoder().decode(body).replaceAll(noncePlaceholder, nonce);
  const headers = {
    ...protectiveHeaders,
    "Content-Type": contentType("index.html"),
    "Content-Security-Policy": contentSecurityPolicy(nonce, connect),
    "Cache-Control": "no-store",
  };
  return { status: 200, headers, body: new TextEncoder().encode(html) };
}

function answerFile(name: string, body: Uint8Array): StaticAnswer {
  const cache = name.startsWith(`assets${sep}`) ? "private, max-age=31536000, immutable" : "no-cache";
  return {
    status: 200,
    headers: { ...protectiveHeaders, "Content-Type": contentType(name), "Cache-Control": cache },
    body,
  };
}

/** Segments joined for this system, or undefined for anything that is not a plain way down. */
function safePath(urlPath: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
  const segments = decoded.split("/").filter((segment) => segment !== "");
  const plain = segments.every((segment) => !segment.startsWith(".") && !/[\\\0:]/.test(segment));
  return plain ? segments.join(sep) : undefined;
}

async function readOrUndefined(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch {
    return undefined;
  }
}
