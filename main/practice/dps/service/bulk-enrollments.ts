import { z } from "zod";
import type { Route } from "../server/route.ts";
import { refusals } from "../server/service-refusal.ts";
import { parseEnrollment } from "./accept-enrollment.ts";
import { bulkMode, carryOutBulk } from "./bulk.ts";
import { removeEnrollment, writeEnrollment } from "./change-enrollment.ts";

const item = z.looseObject({ registrationId: z.string(), etag: z.string().nullish() });
const bulkOperation = z.object({ enrollments: z.array(item).min(1).max(10), mode: bulkMode });

export const bulkEnrollments: Route = {
  api: "service",
  method: "POST",
  path: ["enrollments"],
  handle: (service, { body }) => {
    const parsed = bulkOperation.safeParse(body);
    if (!parsed.success) throw refusals.badRequest("Invalid bulk operation: 1 to 10 enrollments and a mode.");
    return carryOutBulk(parsed.data.enrollments, parsed.data.mode, {
      idOf: ({ registrationId }) => registrationId,
      idName: "registrationId",
      exists: (id) => service.store.enrollment(id) !== undefined,
      write: (entry, ifMatch) => void writeEnrollment(service, parseEnrollment(entry), ifMatch),
      remove: (id) => removeEnrollment(service, id, undefined),
    });
  },
};
