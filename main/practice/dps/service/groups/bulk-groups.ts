import { z } from "zod";
import type { Route } from "../../server/route.ts";
import { refusals } from "../../server/service-refusal.ts";
import { bulkMode, carryOutBulk } from "../bulk.ts";
import { parseGroup } from "./accept-group.ts";
import { removeGroup, writeGroup } from "./change-group.ts";

const item = z.looseObject({ enrollmentGroupId: z.string(), etag: z.string().nullish() });
const bulkOperation = z.object({ enrollmentGroups: z.array(item).min(1).max(10), mode: bulkMode });

export const bulkGroups: Route = {
  api: "service",
  method: "POST",
  path: ["enrollmentGroups"],
  handle: (service, { body }) => {
    const parsed = bulkOperation.safeParse(body);
    if (!parsed.success) throw refusals.badRequest("Invalid bulk operation: 1 to 10 enrollment groups and a mode.");
    return carryOutBulk(parsed.data.enrollmentGroups, parsed.data.mode, {
      idOf: ({ enrollmentGroupId }) => enrollmentGroupId,
      idName: "enrollmentGroupId",
      exists: (id) => service.store.group(id) !== undefined,
      write: (group, ifMatch) => void writeGroup(service, parseGroup(group), ifMatch),
      remove: (id) => removeGroup(service, id, undefined),
    });
  },
};
