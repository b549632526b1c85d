import { z } from "zod";
import type { PracticeService } from "../practice-service.ts";
import type { Route } from "../server/route.ts";
import { refusals, ServiceRefusal } from "../server/service-refusal.ts";
import { parseEnrollment } from "./accept-enrollment.ts";
import { removeEnrollment, writeEnrollment } from "./change-enrollment.ts";

const item = z.looseObject({ registrationId: z.string(), etag: z.string().nullish() });
const bulkOperation = z.object({
  enrollments: z.array(item).min(1).max(10),
  mode: z.enum(["create", "update", "updateIfMatchETag", "delete"]),
});

type Item = z.infer<typeof item>;
type Mode = z.infer<typeof bulkOperation>["mode"];

interface ItemError {
  readonly registrationId: string;
  readonly errorCode: number;
  readonly errorStatus: string;
}

/** Not atomic: what is wrong with one item is told in the answer, which is 200. Twice the same id fails the whole call. */
export const bulkEnrollments: Route = {
  api: "service",
  method: "POST",
  path: ["enrollments"],
  handle: (service, { body }) => {
    const parsed = bulkOperation.safeParse(body);
    if (!parsed.success) throw refusals.badRequest("Invalid bulk operation: 1 to 10 enrollments and a mode.");
    const { enrollments, mode } = parsed.data;
    const ids = new Set(enrollments.map((entry) => entry.registrationId.toLowerCase()));
    if (ids.size !== enrollments.length) throw refusals.badRequest("Duplicate RegistrationId in bulk operation.");
    const errors = enrollments.flatMap((entry) => attempt(entry, () => applyItem(service, mode, entry)));
    return { status: 200, body: { isSuccessful: errors.length === 0, errors } };
  },
};

function applyItem(service: PracticeService, mode: Mode, entry: Item): void {
  if (mode === "delete") return removeEnrollment(service, entry.registrationId, undefined);
  if (mode === "updateIfMatchETag" && typeof entry.etag !== "string") throw refusals.etagMismatch();
  if (mode !== "create" && service.store.enrollment(entry.registrationId) === undefined) {
    throw refusals.enrollmentNotFound();
  }
  const ifMatch = { create: undefined, update: "*", updateIfMatchETag: entry.etag ?? "" }[mode];
  writeEnrollment(service, parseEnrollment(entry), ifMatch);
}

function attempt({ registrationId }: Item, task: () => void): ItemError[] {
  try {
    task();
    return [];
  } catch (error) {
    if (!(error instanceof ServiceRefusal)) throw error;
    const { errorCode, message } = z.object({ errorCode: z.number(), message: z.string() }).parse(error.body);
    return [{ registrationId, errorCode, errorStatus: message }];
  }
}
