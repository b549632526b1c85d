import { type EnrollmentGroup, enrollmentGroup } from "../schema/enrollment-group.ts";
import type { ServiceCaller } from "../service-caller.ts";
import { type Page, type QueryOptions, queryPage, type QueryTarget } from "./query-page.ts";

const target: QueryTarget<EnrollmentGroup> = {
  path: ["enrollmentGroups", "query"],
  everything: "SELECT * FROM enrollmentGroups",
  item: enrollmentGroup,
  name: "enrollment groups",
};

/** POST `/enrollmentGroups/query`: one page of all groups. */
export const queryEnrollmentGroups = (call: ServiceCaller, options?: QueryOptions): Promise<Page<EnrollmentGroup>> =>
  queryPage(call, target, options);
