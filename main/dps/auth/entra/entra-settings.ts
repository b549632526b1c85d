import { z } from "zod";

/** The ways the station signs in at Microsoft Entra, as the command line names them. */
const entraKinds = ["client-secret", "client-certificate", "device-code", "managed-identity"] as const;

export type EntraKind = (typeof entraKinds)[number];

/** Ids are GUIDs, a tenant also a domain name; both go into URLs. */
const directoryName = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,126}[A-Za-z0-9])?$/, "not an id or a domain name");

const authorityHost = z.url({ protocol: /^https$/ }).optional();

/** Where and as whom the station signs in; nothing in it is secret. */
export const entraSettings = z.discriminatedUnion("kind", [
  z.object({
    kind: z.enum(["client-secret", "client-certificate", "device-code"]),
    tenant: directoryName,
    client: directoryName,
    /** Of a sovereign cloud or a private one; left out: the public cloud's. */
    authorityHost,
  }),
  /** `client` names one of several identities a machine may have. */
  z.object({ kind: z.literal("managed-identity"), client: directoryName.optional() }),
]);

export type EntraSettings = z.infer<typeof entraSettings>;
export type DirectorySettings = Exclude<EntraSettings, { kind: "managed-identity" }>;

/** The client secret; or the certificate and its private key, both PEM; or what a sign-in left (`service sign-in`). */
export interface EntraSecret {
  get(): Promise<string | undefined>;
  put(secret: string): Promise<void>;
}

/** What it takes to ask for a token. */
export interface EntraAccess {
  readonly settings: EntraSettings;
  readonly secret: EntraSecret;
  /** Certificates (PEM) trusted besides the platform's own, for networks that look into TLS. */
  readonly ca?: readonly string[] | undefined;
}

/** What a token is asked for: everything the assigned role allows at provisioning services. */
export const entraScope = "https://azure-devices-provisioning.net/.default";

/** The authority's own address: the public cloud's unless another is set. */
export const authorityOf = ({ authorityHost: host }: DirectorySettings): string =>
  host ?? "https://login.microsoftonline.com";
