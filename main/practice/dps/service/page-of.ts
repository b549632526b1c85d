import { z } from "zod";
import type { PracticeAnswer, PracticeRequest } from "../server/route.ts";
import { refusals } from "../server/service-refusal.ts";

/** Default and largest page are UNCONFIRMED for the real service. */
const defaultPage = 100;
const largestPage = 1000;
const querySpecification = z.object({ query: z.string().max(1024) });
const everything = /^\s*(?:\*|select\s+\*(?:\s+from\s+[a-z]+)?)\s*$/i;

/** 400 for anything but "select all": the service knows no WHERE. */
export function checkQuery(body: unknown): void {
  const parsed = querySpecification.safeParse(body);
  if (!parsed.success || !everything.test(parsed.data.query)) throw refusals.badRequest("Query is not supported.");
}

/** What a query goes over, in the order of the ids. */
export interface Listing<Item> {
  readonly items: readonly Item[];
  readonly idOf: (item: Item) => string;
  readonly show: (item: Item) => object;
  /** For `x-ms-item-type`. */
  readonly type: string;
}

/** An array body; `x-ms-continuation` names the last id shown and is absent on the last page. */
export function pageOf<Item>({ headers }: PracticeRequest, listing: Listing<Item>): PracticeAnswer {
  const { items, idOf, show, type } = listing;
  const size = pageSize(headers["x-ms-max-item-count"]);
  const after = readContinuation(headers["x-ms-continuation"]);
  const start = firstAfter(items, (item) => idOf(item).toLowerCase(), after);
  const page = items.slice(start, start + size);
  const last = page.at(-1);
  const more = last !== undefined && items.length > start + page.length;
  const continuation = more ? { "x-ms-continuation": writeContinuation(idOf(last)) } : {};
  return {
    status: 200,
    headers: { "x-ms-max-item-count": String(size), "x-ms-item-type": type, ...continuation },
    body: page.map((item) => show(item)),
  };
}

/** Where the ids above `after` begin; by halving, since there may be a million. */
function firstAfter<Item>(items: readonly Item[], keyOf: (item: Item) => string, after: string): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && keyOf(item) > after) high = middle;
    else low = middle + 1;
  }
  return low;
}

function pageSize(header: string | undefined): number {
  if (header === undefined || header === "-1") return defaultPage;
  const size = /^\d{1,9}$/.test(header) ? Number(header) : 0;
  if (size < 1) throw refusals.badRequest("Invalid x-ms-max-item-count.");
  return Math.min(size, largestPage);
}

const writeContinuation = (id: string): string =>
  Buffer.from(JSON.stringify({ after: id.toLowerCase() })).toString("base64");

function readContinuation(header: string | undefined): string {
  if (header === undefined || header === "") return "";
  try {
    return z.object({ after: z.string() }).parse(JSON.parse(Buffer.from(header, "base64").toString("utf8"))).after;
  } catch {
    throw refusals.badRequest("Invalid x-ms-continuation.");
  }
}
