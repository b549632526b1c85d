import { refusals } from "../server/service-refusal.ts";

/** The documented rule: alphanumerics and `- . _ :`, at most 128, the last an alphanumeric or a hyphen. Upper case is taken. */
const registrationIdPattern = /^[A-Za-z0-9](?:[A-Za-z0-9._:-]{0,126}[A-Za-z0-9-])?$/;
const deviceIdPattern = /^[A-Za-z0-9\-.+%_#*?!(),=@$':]{1,128}$/;

export function checkRegistrationId(registrationId: string): void {
  if (!registrationIdPattern.test(registrationId)) throw refusals.badRequest("Invalid RegistrationId");
}

export function checkGroupId(enrollmentGroupId: string): void {
  if (!registrationIdPattern.test(enrollmentGroupId)) throw refusals.badRequest("Invalid EnrollmentGroupId");
}

export function checkDeviceId(deviceId: string): void {
  if (!deviceIdPattern.test(deviceId)) throw refusals.badRequest("Invalid DeviceId");
}

export const sameRegistrationId = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
