import { z } from "zod";
import { makeEtag, type PracticeService } from "../practice-service.ts";
import { refusals } from "../server/service-refusal.ts";
import type { StoredTerms } from "../state/stored-enrollment.ts";

export const json = z.record(z.string(), z.json());

/** What entries and groups have in common, as a client may send it; members only the service sets are ignored. */
export const termsInput = z.object({
  capabilities: z.object({ iotEdge: z.boolean() }).nullish(),
  initialTwin: json.nullish(),
  etag: z.string().nullish(),
  provisioningStatus: z.enum(["enabled", "disabled"]).nullish(),
  reprovisionPolicy: z.object({ updateHubAssignment: z.boolean(), migrateDeviceData: z.boolean() }).nullish(),
  allocationPolicy: z.enum(["hashed", "geoLatency", "static", "custom"]).nullish(),
  iotHubs: z.array(z.string()).max(50).nullish(),
  customAllocationDefinition: json.nullish(),
});

/** The terms to keep: checked, defaults filled, new etag. `existing` are those they replace. */
export function acceptTerms(
  service: PracticeService,
  input: z.infer<typeof termsInput>,
  existing: StoredTerms | undefined,
): StoredTerms {
  const now = new Date().toISOString();
  for (const hub of input.iotHubs ?? []) {
    if (!service.hubs.includes(hub)) throw refusals.badRequest(`IoT hub ${hub} is not linked to this service.`);
  }
  const { initialTwin, allocationPolicy, iotHubs, customAllocationDefinition } = input;
  return {
    ...withoutNothing({ initialTwin, allocationPolicy, iotHubs, customAllocationDefinition }),
    capabilities: input.capabilities ?? { iotEdge: false },
    provisioningStatus: input.provisioningStatus ?? "enabled",
    reprovisionPolicy: input.reprovisionPolicy ?? { updateHubAssignment: true, migrateDeviceData: true },
    etag: makeEtag(),
    createdDateTimeUtc: existing?.createdDateTimeUtc ?? now,
    lastUpdatedDateTimeUtc: now,
  };
}

type Present<Value> = { [Key in keyof Value]?: NonNullable<Value[Key]> };

export function withoutNothing<Value extends object>(value: Value): Present<Value> {
  const present = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(present) as Present<Value>;
}

/** The body by its schema; 400004 names the first member that is wrong. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, body: unknown, name: string): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refusals.badRequest(`Invalid ${name}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
}
