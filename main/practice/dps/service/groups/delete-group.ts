import type { Route } from "../../server/route.ts";
import { removeGroup } from "./change-group.ts";

export const deleteGroup: Route = {
  api: "service",
  method: "DELETE",
  path: ["enrollmentGroups", ":enrollmentGroupId"],
  handle: (service, { parameters, headers }) => {
    removeGroup(service, parameters["enrollmentGroupId"] ?? "", headers["if-match"]);
    return { status: 204 };
  },
};
