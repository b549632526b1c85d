import { z } from "zod";
import type { Route } from "../server/route.ts";
import { refusals } from "../server/service-refusal.ts";
import { showEnrollment } from "./show-enrollment.ts";

const querySpecification = z.object({ query: z.string().max(1024) });
const everything = /^\s*(?:\*|select\s+\*(?:\s+from\s+enrollments)?)\s*$/i;
/** Default and largest page are UNCONFIRMED for the real service. */
const defaultPage = 100;
const largestPage = 1000;

/** An array body; `x-ms-continuation` names the last id shown and is absent on the last page. No WHERE. */
export const queryEnrollments: Route = {
  api: "service",
  method: "POST",
  path: ["enrollments", "query"],
  handle: (service, { body, headers }) => {
    const parsed = querySpecification.safeParse(body);
    if (!parsed.success || !everything.test(parsed.data.query)) throw refusals.badRequest("Query is not supported.");
    const size = pageSize(headers["x-ms-max-item-count"]);
    const after = readContinuation(headers["x-ms-continuation"]);
    const rest = service.store.enrollments().filter((entry) => entry.registrationId.toLowerCase() > after);
    const page = rest.slice(0, size);
    const last = page.at(-1);
    const more = last !== undefined && rest.length > page.length;
    const continuation = more ? { "x-ms-continuation": writeContinuation(last.registrationId) } : {};
    return {
      status: 200,
      headers: { "x-ms-max-item-count": String(size), "x-ms-item-type": "enrollment", ...continuation },
      body: page.map((entry) => showEnrollment(service, entry)),
    };
  },
};

function pageSize(header: string | undefined): number {
  if (header === undefined || header === "-1") return defaultPage;
  const size = /^\d{1,9}$/.test(header) ? Number(header) : 0;
  if (size < 1) throw refusals.badRequest("Invalid x-ms-max-item-count.");
  return Math.min(size, largestPage);
}

const writeContinuation = (registrationId: string): string =>
  Buffer.from(JSON.stringify({ after: registrationId.toLowerCase() })).toString("base64");

function readContinuation(header: string | undefined): string {
  if (header === undefined || header === "") return "";
  try {
    return z.object({ after: z.string() }).parse(JSON.parse(Buffer.from(header, "base64").toString("utf8"))).after;
  } catch {
    throw refusals.badRequest("Invalid x-ms-continuation.");
  }
}
