import { z } from "zod";
import { DpsError, type DpsFacts } from "../dps-error.ts";
import type { DpsReason } from "../dps-errors.ts";
import type { HttpAnswer } from "./request.ts";
import { parseRetryAfter } from "./retry-after.ts";
import { describeStrangeBody, trackingIdOf } from "./strange-answer.ts";

/** ProvisioningServiceErrorDetails; a gateway on the way may answer with anything, so every member may be missing. */
const errorDetails = z.object({
  errorCode: z
    .union([
      z.int(),
      z
        .string()
        .regex(/^\d{3,9}$/)
        .transform(Number),
    ])
    .optional()
    .catch(undefined),
  message: z.string().optional().catch(undefined),
  trackingId: z.string().optional().catch(undefined),
});

const enrollmentExists = 409_201;
const skewWorthSayingMs = 60_000;
const longestMessage = 500;

/** An answer that is not a success, as an error that keeps the service's code, text and tracking id. */
export function describeRefusal(answer: HttpAnswer, call: string, now: Date): DpsError {
  const details = readDetails(answer);
  const facts: DpsFacts = {
    httpStatus: answer.status,
    errorCode: details.errorCode,
    serviceMessage: details.message,
    trackingId: details.trackingId,
    retryAfterMs: parseRetryAfter(answer.headers["retry-after"], answeredAt(answer, now)),
    mayHaveActed: answer.status >= 500 || answer.status === 408,
  };
  const reason = classify(answer.status, details.errorCode);
  const detail = [
    `${call}: HTTP ${answer.status}`,
    details.errorCode === undefined ? "" : `errorCode ${details.errorCode}`,
    details.message === undefined ? describeStrangeBody(answer) : `"${details.message}"`,
    details.trackingId === undefined ? "" : `trackingId ${details.trackingId}`,
    reason === "unauthorized" ? describeSkew(answer.headers["date"], now) : "",
  ];
  return new DpsError(reason, detail.filter((part) => part !== "").join(", "), facts);
}

/** From the body, and where the body is somebody else's, from the headers the service sets besides. */
function readDetails({ body, headers }: HttpAnswer): z.infer<typeof errorDetails> {
  const details = parseDetails(body);
  const { errorCode } = errorDetails.parse({ errorCode: headers["x-ms-error-code"] });
  return {
    errorCode: details.errorCode ?? errorCode,
    message: details.message?.slice(0, longestMessage),
    trackingId: (details.trackingId ?? trackingIdOf(headers))?.slice(0, 100),
  };
}

function parseDetails(body: string): z.infer<typeof errorDetails> {
  try {
    return errorDetails.parse(JSON.parse(body));
  } catch {
    return {};
  }
}

const byStatus: Readonly<Record<number, DpsReason>> = {
  401: "unauthorized",
  403: "unauthorized",
  404: "notFound",
  408: "timeout",
  409: "conflict",
  412: "etag",
  429: "throttled",
};

function classify(status: number, errorCode: number | undefined): DpsReason {
  if (errorCode === enrollmentExists) return "exists";
  if (status >= 500) return "server";
  if (status >= 400) return byStatus[status] ?? "rejected";
  return "malformed";
}

/** A date in Retry-After is the service's, and the station's clock may be wrong. */
function answeredAt({ headers }: HttpAnswer, now: Date): Date {
  const date = new Date(headers["date"] ?? "");
  return Number.isNaN(date.getTime()) ? now : date;
}

/** A token made on a wrong clock is the commonest 401 there is, and nothing else in the answer tells. */
function describeSkew(date: string | undefined, now: Date): string {
  const skewMs = now.getTime() - Date.parse(date ?? "");
  if (Number.isNaN(skewMs) || Math.abs(skewMs) < skewWorthSayingMs) return "";
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  return `the station's clock is ${minutes} min ${skewMs > 0 ? "ahead of" : "behind"} the service's: set the clock`;
}

/**
 * One item of a bulk answer's `errors` as the error its single call would have been; `undefined` for one that says it succeeded.
 * The tracking id is the whole call's: items have none.
 */
export function describeBulkItem(errorCode: number, errorStatus: string, trackingId?: string): DpsError | undefined {
  const status = errorCode >= 1000 ? Math.floor(errorCode / 1000) : errorCode;
  if (status >= 200 && status < 300) return undefined;
  const serviceMessage = errorStatus.slice(0, longestMessage);
  const tracked = trackingId === undefined ? "" : `, trackingId ${trackingId}`;
  const detail = `bulk item: errorCode ${errorCode}, "${serviceMessage}"${tracked}`;
  return new DpsError(classify(status, errorCode), detail, {
    httpStatus: status,
    errorCode,
    serviceMessage,
    trackingId,
  });
}
