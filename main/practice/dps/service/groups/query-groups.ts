import type { Route } from "../../server/route.ts";
import { checkQuery, pageOf } from "../page-of.ts";
import { showGroup } from "./show-group.ts";

export const queryGroups: Route = {
  api: "service",
  method: "POST",
  path: ["enrollmentGroups", "query"],
  handle: (service, request) => {
    checkQuery(request.body);
    return pageOf(request, {
      items: service.store.groups(),
      idOf: ({ enrollmentGroupId }) => enrollmentGroupId,
      show: showGroup,
      type: "enrollmentGroup",
    });
  },
};
