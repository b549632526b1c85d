import { z } from "zod";

const json = z.record(z.string(), z.json());
export type TwinPart = z.infer<typeof json>;

const properties = z.object({ values: json, version: z.int().min(1) });

/** A device as a practice hub keeps it. Holds keys, of practice only. */
export const storedHubDevice = z.object({
  hub: z.string(),
  /** Compared with regard to case, as hubs do. */
  deviceId: z.string(),
  registrationId: z.string(),
  credentials: z.discriminatedUnion("type", [
    /** Any of them may sign (Base64). */
    z.object({ type: z.literal("keys"), keys: z.array(z.string()).min(1) }),
    /** SHA-256 of the certificates it may show, in hexadecimal. */
    z.object({ type: z.literal("certificates"), thumbprints: z.array(z.string()).min(1) }),
  ]),
  twin: z.object({ tags: json, desired: properties, reported: properties }),
});

export type StoredHubDevice = z.infer<typeof storedHubDevice>;
export type HubCredentials = StoredHubDevice["credentials"];
export type HubTwin = StoredHubDevice["twin"];

const asObject = (value: unknown): TwinPart => json.catch({}).parse(value);

/** The twin a device begins with: what its entry's `initialTwin` says, `{tags, properties: {desired}}`. */
export function firstTwin(initialTwin: TwinPart | undefined): HubTwin {
  const desired = asObject(asObject(initialTwin?.["properties"])["desired"]);
  return {
    tags: asObject(initialTwin?.["tags"]),
    desired: { values: desired, version: 1 },
    reported: { values: {}, version: 1 },
  };
}

const deepest = 10;

/** JSON merge patch (RFC 7396): null removes, objects are merged, everything else replaces. Throws a RangeError where it is too deep. */
export function mergePatch(target: TwinPart, patch: TwinPart, depth = 0): TwinPart {
  if (depth > deepest) throw new RangeError("a twin is at most ten levels deep");
  const merged = { ...target };
  for (const [name, value] of Object.entries(patch)) {
    const inner = json.safeParse(value);
    if (value === null) delete merged[name];
    else if (inner.success) merged[name] = mergePatch(asObject(merged[name]), inner.data, depth + 1);
    else merged[name] = value;
  }
  return merged;
}
