import type { IncomingMessage } from "node:http";
import { refusals } from "./service-refusal.ts";

const maximumBytes = 1024 * 1024;

/**
 * The body as JSON, `undefined` for none. A GET's body is read and ignored (some device clients send one). 411 for a PUT or
 * POST that does not say how long it is, 413 above 1 MiB (a body that hides its length is cut off), 415 for a body that is not called JSON, 400 for one that is not.
 */
export async function readBody(incoming: IncomingMessage): Promise<unknown> {
  const writes = incoming.method === "PUT" || incoming.method === "POST";
  const { "content-length": length, "transfer-encoding": encoding, "content-type": type = "" } = incoming.headers;
  if (writes && length === undefined && encoding === undefined) throw refusals.lengthRequired();
  if (Number(length ?? 0) > maximumBytes) throw refusals.tooLarge();
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming) {
    size += part.length;
    if (size > maximumBytes) throw refusals.tooLarge();
    parts.push(part);
  }
  if (!writes || size === 0) return undefined;
  if (!/^application\/json\b/i.test(type)) throw refusals.notJson();
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch {
    throw refusals.badRequest("Request body is not JSON.");
  }
}
