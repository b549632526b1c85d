import { z } from "zod";
import type { HttpAnswer } from "../http/request.ts";
import { type IndividualEnrollment, individualEnrollment } from "../schema/individual-enrollment.ts";
import { parseAnswer, type ServiceCaller } from "../service-caller.ts";
import { type Page, type QueryOptions, queryPage, type QueryTarget } from "./query-page.ts";

const target: QueryTarget<IndividualEnrollment> = {
  path: ["enrollments", "query"],
  everything: "SELECT * FROM enrollments",
  item: individualEnrollment,
  name: "enrollments",
};

export type EnrollmentPage = Page<IndividualEnrollment>;

/** POST `/enrollments/query`: one page of all entries. */
export const queryIndividualEnrollments = (call: ServiceCaller, options?: QueryOptions): Promise<EnrollmentPage> =>
  queryPage(call, target, options);

/** The entries of a query's successful answer; throws `dps.malformed`. */
export const readEnrollments = (answer: HttpAnswer): readonly IndividualEnrollment[] =>
  parseAnswer(z.array(individualEnrollment), answer, "enrollments");
