import { z } from "zod";
import type { PracticeAnswer } from "../server/route.ts";
import { refusals, ServiceRefusal } from "../server/service-refusal.ts";

export const bulkMode = z.enum(["create", "update", "updateIfMatchETag", "delete"]);

/** How one kind of item is changed. */
export interface BulkTarget<Item extends { readonly etag?: string | null | undefined }> {
  readonly idOf: (item: Item) => string;
  /** What the id is called in the answer. */
  readonly idName: string;
  readonly exists: (id: string) => boolean;
  readonly write: (item: Item, ifMatch: string | undefined) => void;
  readonly remove: (id: string) => void;
}

/** Not atomic: what is wrong with one item is told in the answer, which is 200. Twice the same id fails the whole call. */
export function carryOutBulk<Item extends { readonly etag?: string | null | undefined }>(
  items: readonly Item[],
  mode: z.infer<typeof bulkMode>,
  target: BulkTarget<Item>,
): PracticeAnswer {
  const ids = new Set(items.map((item) => target.idOf(item).toLowerCase()));
  if (ids.size !== items.length) throw refusals.badRequest("Duplicate id in bulk operation.");
  const errors = items.flatMap((item) => {
    const refusal = attempt(() => applyItem(item, mode, target));
    return refusal === undefined ? [] : [{ [target.idName]: target.idOf(item), ...refusal }];
  });
  return { status: 200, body: { isSuccessful: errors.length === 0, errors } };
}

function applyItem<Item extends { readonly etag?: string | null | undefined }>(
  item: Item,
  mode: z.infer<typeof bulkMode>,
  target: BulkTarget<Item>,
): void {
  const id = target.idOf(item);
  if (mode === "delete") return target.remove(id);
  if (mode === "updateIfMatchETag" && typeof item.etag !== "string") throw refusals.etagMismatch();
  if (mode !== "create" && !target.exists(id)) throw refusals.enrollmentNotFound();
  const ifMatch = { create: undefined, update: "*", updateIfMatchETag: item.etag ?? "" }[mode];
  target.write(item, ifMatch);
}

function attempt(task: () => void): { readonly errorCode: number; readonly errorStatus: string } | undefined {
  try {
    task();
    return undefined;
  } catch (error) {
    if (!(error instanceof ServiceRefusal)) throw error;
    const { errorCode, message } = z.object({ errorCode: z.number(), message: z.string() }).parse(error.body);
    return { errorCode, errorStatus: message };
  }
}
