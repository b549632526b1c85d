import { z } from "zod";
import { individualEnrollment } from "./individual-enrollment.ts";

/**
 * DPS service API 2021-10-01, EnrollmentGroup. Its attestation is `x509` with `signingCertificates` or
 * `caReferences`, or `symmetricKey`. A device of a group has no device id of its own: it is its registration id.
 */
export const enrollmentGroup = individualEnrollment
  .omit({ registrationId: true, deviceId: true, registrationState: true, optionalDeviceInformation: true })
  .extend({ enrollmentGroupId: z.string() });

export type EnrollmentGroup = z.infer<typeof enrollmentGroup>;
