import type { ServiceCaller } from "../service-caller.ts";
import { type DeleteOptions, deleteResource } from "./delete-resource.ts";

/** DELETE `/enrollments/{registrationId}`. */
export const deleteIndividualEnrollment = (
  call: ServiceCaller,
  registrationId: string,
  options?: DeleteOptions,
): Promise<void> => deleteResource(call, ["enrollments", registrationId], options);
