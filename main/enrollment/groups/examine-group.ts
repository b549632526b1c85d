import { createHash, timingSafeEqual } from "node:crypto";
import { fromBase64 } from "../../base/bytes/base64.ts";
import type { EnrollmentGroup } from "../../dps/schema/enrollment-group.ts";
import { decoded } from "../compare-certificates.ts";
import { compareGroup, type ExpectedGroup } from "./compare-group.ts";
import type { GroupClient } from "./group-client.ts";

/** What a group is examined against; with the master key, whether the service has the same one. */
export type WantedGroup =
  | Extract<ExpectedGroup, { type: "x509" }>
  | { readonly type: "symmetric-key"; readonly masterKey: Uint8Array };

export interface GroupExamined {
  readonly found: EnrollmentGroup | undefined;
  readonly disabled: boolean;
  /** Why devices of this kind will not come in by the group, in words. */
  readonly differences: readonly string[];
}

/** Reads a group and compares it; for a symmetric-key group its keys as well. Throws `dps.*`. */
export async function examineGroup(
  client: Pick<GroupClient, "getEnrollmentGroup" | "getGroupAttestationMechanism">,
  { id, wanted }: { readonly id: string; readonly wanted: WantedGroup },
  signal?: AbortSignal,
): Promise<GroupExamined> {
  const found = await client.getEnrollmentGroup(id, { signal });
  if (found === undefined) return { found, disabled: false, differences: [] };
  const differences = [...compareGroup(wanted, found)];
  if (wanted.type === "symmetric-key" && differences.length === 0) {
    const mechanism = await client.getGroupAttestationMechanism(id, { signal });
    const { primaryKey, secondaryKey } = mechanism?.symmetricKey ?? {};
    const same = [primaryKey, secondaryKey].some((key) => isKey(key, wanted.masterKey));
    if (!same) differences.push("neither of the group's keys is the station's master key");
  }
  return { found, disabled: found.provisioningStatus === "disabled", differences };
}

function isKey(text: string | null | undefined, key: Uint8Array): boolean {
  const other = decoded(text, fromBase64);
  const digest = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();
  return other !== undefined && timingSafeEqual(digest(other), digest(key));
}
