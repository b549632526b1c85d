import { randomUUID } from "node:crypto";

/** An answer that is not a success, thrown from wherever it is found out. */
export class ServiceRefusal extends Error {
  readonly status: number;
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: object, headers: Readonly<Record<string, string>> = {}) {
    super(`HTTP ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** A refusal with the service's own body (ProvisioningServiceErrorDetails). The first three digits of the code are the HTTP status. */
export function refuse(
  errorCode: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): ServiceRefusal {
  const trackingId = randomUUID();
  const body = { errorCode, trackingId, message, info: {}, timestampUtc: new Date().toISOString() };
  return new ServiceRefusal(Math.floor(errorCode / 1000), body, {
    ...headers,
    "x-ms-error-code": String(errorCode),
    "x-ms-request-id": trackingId,
  });
}

/**
 * The codes seen in the field, by what they mean. UNCONFIRMED numbers (the status is documented, the rest of the number is our
 * guess): 403001, 404202, 405001, 411001, 412001, 413001, 415001, 429001, 500001.
 */
export const refusals = {
  badRequest: (message: string) => refuse(400_004, message),
  endorsementKey: () => refuse(400_004, "Endorsement key is invalid, or does not match the Enrollment."),
  unauthorized: () => refuse(401_002, "Unauthorized"),
  invalidCertificate: () => refuse(401_002, "Invalid certificate"),
  tooMany: (what: string) => refuse(403_001, `Quota exceeded: ${what}.`),
  enrollmentNotFound: () => refuse(404_201, "Enrollment not found."),
  registrationNotFound: () => refuse(404_202, "Registration not found."),
  noSuchRoute: () => refuse(404_001, "There is no such resource."),
  methodNotAllowed: () => refuse(405_001, "Method not allowed."),
  enrollmentExists: () => refuse(409_201, "Enrollment already exists."),
  lengthRequired: () => refuse(411_001, "Length required."),
  etagMismatch: () => refuse(412_001, "Precondition failed: ETag does not match."),
  tooLarge: () => refuse(413_001, "Request body is too large."),
  notJson: () => refuse(415_001, "Content-Type must be application/json."),
  tooManyRequests: (waitSeconds: number) =>
    refuse(429_001, "Too many requests.", { "Retry-After": String(waitSeconds) }),
  internal: () => refuse(500_001, "Internal server error."),
} as const;
