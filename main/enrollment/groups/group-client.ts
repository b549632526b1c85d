import type { AttestationMechanism } from "../../dps/schema/individual-enrollment.ts";
import type { EnrollmentGroup } from "../../dps/schema/enrollment-group.ts";

interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** What creating and examining a group asks of a provisioning service; DpsClient is one. */
export interface GroupClient {
  getEnrollmentGroup(groupId: string, options?: CallOptions): Promise<EnrollmentGroup | undefined>;
  putEnrollmentGroup(group: EnrollmentGroup, options?: CallOptions): Promise<EnrollmentGroup>;
  getGroupAttestationMechanism(groupId: string, options?: CallOptions): Promise<AttestationMechanism | undefined>;
}
