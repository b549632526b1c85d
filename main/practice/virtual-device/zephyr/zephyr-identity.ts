import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { z } from "zod";
import type { Registration } from "../../../device/device-session.ts";
import type { FlashMemory } from "./flash-memory.ts";

/** Where the practice firmware "zephyr-fs" looks; the sample recipe sensor-zephyr-fs.yaml says the same. */
export const identityFiles = {
  chain: "/lfs1/identity/chain.pem",
  key: "/lfs1/identity/key.pem",
  registration: "/lfs1/identity/registration.json",
} as const;

/** Where "zephyr-settings" looks; DER in the first two. */
const keys = {
  chain: "prov/cert",
  key: "prov/key",
  endpoint: "prov/host",
  idScope: "prov/scope",
  id: "prov/id",
} as const;

export interface WrittenIdentity {
  readonly key: KeyObject | undefined;
  /** DER, leaf first. */
  readonly chain: readonly Uint8Array[];
  readonly registration: Registration | undefined;
}

const registrationSchema = z.object({
  endpoint: z.string().min(1),
  idScope: z.string().min(1),
  registrationId: z.string().min(1),
});

/** What firmware that keeps its identity in files makes of them at its start. */
export function identityInFiles(flash: FlashMemory): WrittenIdentity {
  const chain =
    textOf(flash.get(identityFiles.chain)).match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const key = flash.get(identityFiles.key);
  return {
    key: attempt(() => (key === undefined ? undefined : createPrivateKey(Buffer.from(key)))),
    chain: attempt(() => chain.map((pem) => Uint8Array.from(new X509Certificate(pem).raw))) ?? [],
    registration: registrationOf(attempt((): unknown => JSON.parse(textOf(flash.get(identityFiles.registration))))),
  };
}

/** What firmware that keeps its identity under settings keys makes of them at its start. */
export function identityInSettings(flash: FlashMemory): WrittenIdentity {
  const key = flash.get(keys.key);
  const text = (name: string): string => textOf(flash.get(name));
  return {
    key: attempt(() =>
      key === undefined ? undefined : createPrivateKey({ key: Buffer.from(key), format: "der", type: "pkcs8" }),
    ),
    chain: attempt(() => certificatesIn(flash.get(keys.chain) ?? new Uint8Array())) ?? [],
    registration: registrationOf({
      endpoint: text(keys.endpoint),
      idScope: text(keys.idScope),
      registrationId: text(keys.id),
    }),
  };
}

const textOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString("utf8");

function registrationOf(members: unknown): Registration | undefined {
  const parsed = registrationSchema.safeParse(members);
  return parsed.success ? { ...parsed.data, attestation: "x509" } : undefined;
}

function certificatesIn(bytes: Uint8Array): Uint8Array[] {
  const chain: Uint8Array[] = [];
  for (let rest = bytes; rest.length > 0; ) {
    const { raw } = new X509Certificate(rest);
    chain.push(Uint8Array.from(raw));
    rest = rest.subarray(raw.length);
  }
  return chain;
}

function attempt<Value>(task: () => Value): Value | undefined {
  try {
    return task();
  } catch {
    return undefined;
  }
}
