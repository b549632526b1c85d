import { z } from "zod";
import { dpsErrors } from "../dps-errors.ts";
import { parseAnswer, type ServiceCaller } from "../service-caller.ts";

export interface QueryOptions {
  /** Asked of the service, which may give fewer. */
  readonly pageSize?: number | undefined;
  /** From the page before. */
  readonly continuation?: string | undefined;
  /** The service knows no WHERE; left out: all. */
  readonly query?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Absent on the last page. */
  readonly continuation?: string | undefined;
}

/** What one query asks for. */
export interface QueryTarget<Item> {
  readonly path: readonly string[];
  /** The query text that means all. */
  readonly everything: string;
  readonly item: z.ZodType<Item>;
  /** For error details. */
  readonly name: string;
}

/**
 * One page of a query: the body is a bare array, the continuation travels in a header. A service that gives the same page again would be asked
 * for ever: `dps.malformed`.
 */
export async function queryPage<Item>(
  call: ServiceCaller,
  target: QueryTarget<Item>,
  options: QueryOptions = {},
): Promise<Page<Item>> {
  const answer = await call({
    method: "POST",
    path: target.path,
    body: { query: options.query ?? target.everything },
    headers: {
      ...(options.pageSize === undefined ? {} : { "x-ms-max-item-count": String(options.pageSize) }),
      ...(options.continuation === undefined ? {} : { "x-ms-continuation": options.continuation }),
    },
    repetition: "always",
    signal: options.signal,
  });
  const items = parseAnswer(z.array(target.item), answer, target.name);
  const continuation = answer.headers["x-ms-continuation"] ?? "";
  if (continuation === "") return { items };
  if (continuation === options.continuation)
    throw dpsErrors.malformed(`${target.name}: the service gives the same page again and again`);
  return { items, continuation };
}
