import { z } from "zod";
import type { HttpAnswer } from "../http/request.ts";
import { type IndividualEnrollment, individualEnrollment } from "../schema/individual-enrollment.ts";
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

export interface EnrollmentPage {
  readonly items: readonly IndividualEnrollment[];
  /** Absent on the last page. */
  readonly continuation?: string | undefined;
}

/** POST `/enrollments/query`: one page; the continuation travels in a header. */
export async function queryIndividualEnrollments(
  call: ServiceCaller,
  options: QueryOptions = {},
): Promise<EnrollmentPage> {
  const answer = await call({
    method: "POST",
    path: ["enrollments", "query"],
    body: { query: options.query ?? "SELECT * FROM enrollments" },
    headers: {
      ...(options.pageSize === undefined ? {} : { "x-ms-max-item-count": String(options.pageSize) }),
      ...(options.continuation === undefined ? {} : { "x-ms-continuation": options.continuation }),
    },
    repetition: "always",
    signal: options.signal,
  });
  const items = readEnrollments(answer);
  const continuation = answer.headers["x-ms-continuation"] ?? "";
  return continuation === "" ? { items } : { items, continuation };
}

/** The entries of a query's successful answer; throws `dps.malformed`. */
export const readEnrollments = (answer: HttpAnswer): readonly IndividualEnrollment[] =>
  parseAnswer(z.array(individualEnrollment), answer, "enrollments");
