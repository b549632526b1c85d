import type { ServiceCaller } from "../service-caller.ts";
import { type DeleteOptions, deleteResource } from "./delete-resource.ts";

/** DELETE `/enrollmentGroups/{enrollmentGroupId}`: its devices cannot register any more; those assigned stay in their hubs. */
export const deleteEnrollmentGroup = (
  call: ServiceCaller,
  enrollmentGroupId: string,
  options?: DeleteOptions,
): Promise<void> => deleteResource(call, ["enrollmentGroups", enrollmentGroupId], options);
