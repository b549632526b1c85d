import { randomBytes } from "node:crypto";
import { asStationError } from "../../../base/errors/base-errors.ts";
import { isStationError } from "../../../base/errors/station-error.ts";
import { DpsClient } from "../../../dps/dps-client.ts";
import type { IndividualEnrollment } from "../../../dps/schema/individual-enrollment.ts";
import { compareEnrollment } from "../../compare-enrollment.ts";
import { limited } from "../limited.ts";
import { type Finding, failed, type Mender, ok, type PreflightCheck, skipped } from "../preflight-check.ts";

/** Only when asked for: an entry is written, read, compared and deleted. It is disabled all its life; no device can use it. */
export const writeCheck: PreflightCheck = {
  id: "write",
  needs: "read",
  async run(context) {
    if (!context.canary) return skipped("not tried; --canary writes, reads and deletes an entry");
    const { target, clock, timeoutMs } = context;
    const client = new DpsClient({ ...target, clock, timeoutMs });
    const canary: IndividualEnrollment = {
      registrationId: `touchmark-canary-${randomBytes(6).toString("hex")}`,
      attestation: { type: "symmetricKey", symmetricKey: {} },
      provisioningStatus: "disabled",
    };
    try {
      const written = await limited(context, (signal) => writeAndCompare(client, canary, signal));
      // Also after a failure: a write without an answer may have been carried out.
      const deleted = await limited(context, (signal) => remove(client, canary.registrationId, signal));
      return judge(canary.registrationId, written, deleted);
    } finally {
      client.close();
    }
  },
};

type Limited<Value> = Awaited<ReturnType<typeof limited<Value>>>;

function judge(id: string, written: Limited<readonly string[]>, deleted: Limited<void>): Finding {
  const left = "failure" in deleted ? `; could not delete ${id}, do so by hand: ${deleted.failure}` : "";
  if ("failure" in written) return failed(`could not write ${id}: ${written.failure}${left}`, mender(written.error));
  if (written.value.length > 0)
    return failed(`${id} came back changed: ${written.value.join("; ")}${left}`, "engineer");
  if (left !== "") return failed(`wrote ${id}${left}`, "service-owner");
  return ok(`wrote, read, compared and deleted ${id}`);
}

/** What differs between the entry and what the service has of it. */
async function writeAndCompare(
  client: DpsClient,
  canary: IndividualEnrollment,
  signal: AbortSignal,
): Promise<readonly string[]> {
  try {
    await client.putEnrollment(canary, { signal });
  } catch (error) {
    // The id is random: what exists is the echo of our own first attempt.
    if (!isStationError(error, "dps.exists")) throw error;
  }
  const found = await client.getEnrollment(canary.registrationId, { signal });
  return found === undefined ? ["it is not there"] : compareEnrollment(canary, found);
}

async function remove(client: DpsClient, registrationId: string, signal: AbortSignal): Promise<void> {
  try {
    await client.deleteEnrollment(registrationId, { signal });
  } catch (error) {
    if (!isStationError(error, "dps.not-found")) throw error;
  }
}

function mender(error: unknown): Mender {
  const { code } = asStationError(error);
  if (code === "dps.throttled") return "wait";
  return code === "dps.unreachable" || code === "dps.timeout" ? "network" : "service-owner";
}
