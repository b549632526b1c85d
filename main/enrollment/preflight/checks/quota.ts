import { ok, type PreflightCheck, unknown, warning } from "../preflight-check.ts";

/** Individual enrollments, and registrations, of one instance (published limits). */
const mostEntries = 1_000_000;
/** The service's calls a minute, of all its callers. */
const mostCalls = 1_000;
const fullShare = 0.9;

/**
 * What is left of the instance, as far as it can be known: the service API counts nothing, so only what this station has enrolled there
 * and the pace it was given are seen; other stations' are not.
 */
export const quotaCheck: PreflightCheck = {
  id: "quota",
  run({ enrolled, operationsPerMinute }) {
    if (enrolled === undefined) return unknown("the service API does not tell how many entries there are");
    const entries = `this station has ${enrolled} of the ${mostEntries} entries an instance takes; others' are not seen`;
    if (enrolled >= mostEntries * fullShare) {
      return warning(`${entries}: it will soon take no more, another instance is needed`, "service-owner");
    }
    if (operationsPerMinute !== undefined && operationsPerMinute > mostCalls) {
      return warning(
        `${entries}; its pace is ${operationsPerMinute} calls a minute, an instance takes ${mostCalls} of all its callers`,
        "engineer",
      );
    }
    return ok(entries);
  },
};
