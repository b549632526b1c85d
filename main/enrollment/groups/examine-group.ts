import { createHash, timingSafeEqual } from "node:crypto";
import { fromBase64 } from "../../base/bytes/base64.ts";
import { DpsError } from "../../dps/dps-error.ts";
import type { AttestationMechanism } from "../../dps/schema/individual-enrollment.ts";
import type { EnrollmentGroup } from "../../dps/schema/enrollment-group.ts";
import { decoded } from "../compare-certificates.ts";
import { compareGroup, type ExpectedGroup } from "./compare-group.ts";
import type { GroupClient } from "./group-client.ts";

export interface GroupExamined {
  readonly found: EnrollmentGroup | undefined;
  readonly disabled: boolean;
  /** Why devices of this kind will not come in by the group, in words. */
  readonly differences: readonly string[];
}

/**
 * Reads a group and compares it; with a master key, also whether it is one of the group's two. A station that may not read the
 * group's keys cannot see that, and it counts as right. Throws `dps.*`.
 */
export async function examineGroup(
  client: GroupReader,
  { id, expected }: { readonly id: string; readonly expected: ExpectedGroup },
  signal?: AbortSignal,
): Promise<GroupExamined> {
  const found = await client.getEnrollmentGroup(id, { signal });
  if (found === undefined) return { found, disabled: false, differences: [] };
  const differences = [...compareGroup(expected, found)];
  if (expected.type === "symmetric-key" && expected.masterKey !== undefined && differences.length === 0) {
    const keys = await readKeys(client, id, signal);
    const { masterKey } = expected;
    if (keys !== "unseen" && !keys.some((key) => isKey(key, masterKey))) {
      differences.push("neither of the group's keys is the station's master key");
    }
  }
  return { found, disabled: found.provisioningStatus === "disabled", differences };
}

export type GroupReader = Pick<GroupClient, "getEnrollmentGroup" | "getGroupAttestationMechanism">;

async function readKeys(
  client: GroupReader,
  id: string,
  signal: AbortSignal | undefined,
): Promise<readonly (string | null | undefined)[] | "unseen"> {
  let mechanism: AttestationMechanism | undefined;
  try {
    mechanism = await client.getGroupAttestationMechanism(id, { signal });
  } catch (error) {
    if (error instanceof DpsError && error.reason === "unauthorized") return "unseen";
    throw error;
  }
  return [mechanism?.symmetricKey?.primaryKey, mechanism?.symmetricKey?.secondaryKey];
}

function isKey(text: string | null | undefined, key: Uint8Array): boolean {
  const other = decoded(text, fromBase64);
  const digest = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();
  return other !== undefined && timingSafeEqual(digest(other), digest(key));
}
