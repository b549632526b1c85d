import { z } from "zod";
import type { PracticeService } from "../practice-service.ts";
import { showEnrollment } from "../service/show-enrollment.ts";
import type { ProvenRequest } from "./proven-request.ts";

/** What somebody's own code decided for a device; `failure`: it did not, in words. */
export type Allocation =
  | { readonly hub: string; readonly initialTwin: Twin | undefined; readonly payload: Json | undefined }
  | { readonly failure: string };

type Json = z.infer<ReturnType<typeof z.json>>;
type Twin = Record<string, Json>;

const definition = z.object({ webhookUrl: z.url(), apiVersion: z.string() });
const decision = z.object({
  iotHubHostName: z.string().max(256),
  initialTwin: z.record(z.string(), z.json()).nullish(),
  payload: z.json().optional(),
});
const patienceMs = 5_000;
/** As large as a message may be (published limits). */
const mostBytes = 96 * 1024;
const onThisMachine = ["127.0.0.1", "[::1]", "localhost"];

/**
 * Custom allocation: asks the webhook of the entry which hub its device comes to. `undefined`: the entry has no such policy, or names
 * no webhook. Only one on this machine is asked: nothing of practice leaves it.
 */
export async function askWebhook(service: PracticeService, request: ProvenRequest): Promise<Allocation | undefined> {
  const { entry } = request;
  if (entry.allocationPolicy !== "custom" || entry.customAllocationDefinition === undefined) return undefined;
  const parsed = definition.safeParse(entry.customAllocationDefinition);
  if (!parsed.success) return { failure: "customAllocationDefinition needs webhookUrl and apiVersion" };
  const url = new URL(parsed.data.webhookUrl);
  if (!onThisMachine.includes(url.hostname)) return { failure: `${url.hostname} is not on this machine` };
  const allowed = entry.iotHubs !== undefined && entry.iotHubs.length > 0 ? entry.iotHubs : service.hubs;
  try {
    const { iotHubHostName, initialTwin, payload } = await post(url, questionFor(service, request, allowed));
    if (!allowed.includes(iotHubHostName)) return { failure: `the webhook chose "${iotHubHostName}", which is no hub` };
    return { hub: iotHubHostName, initialTwin: initialTwin ?? undefined, payload };
  } catch (error) {
    return { failure: `the webhook did not answer as it should: ${String(error).slice(0, 256)}` };
  }
}

function questionFor(service: PracticeService, request: ProvenRequest, linkedHubs: readonly string[]): object {
  const { entry, registrationId, body } = request;
  const group = "enrollmentGroupId" in entry;
  const shown = group ? { enrollmentGroupId: entry.enrollmentGroupId } : showEnrollment(service, entry);
  return {
    [group ? "enrollmentGroup" : "individualEnrollment"]: shown,
    deviceRuntimeContext: { registrationId, ...(body.payload === undefined ? {} : { payload: body.payload }) },
    linkedHubs,
  };
}

async function post(url: URL, question: object): Promise<z.infer<typeof decision>> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(question),
    redirect: "error",
    signal: AbortSignal.timeout(patienceMs),
  });
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > mostBytes) throw new Error("the answer is too long");
    parts.push(part);
  }
  return decision.parse(JSON.parse(Buffer.concat(parts).toString("utf8")));
}
