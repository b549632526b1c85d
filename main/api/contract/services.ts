import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";

const serviceName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "lower-case letters, digits and hyphens");
const directory = z.string().trim().min(1).max(128);

/** How the station signs in at Microsoft Entra; nothing in it is secret. */
export const entraViewSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.enum(["client-secret", "client-certificate", "device-code"]),
    tenant: directory,
    client: directory,
    authorityHost: z.string().max(256).optional(),
  }),
  z.object({ kind: z.literal("managed-identity"), client: directory.optional() }),
]);

/** A provisioning service as it is set up. Its secret is sealed in the station and in no answer. */
export const connectionSchema = z.object({
  name: z.string(),
  /** Null: its file is damaged; it can only be removed. */
  url: z.string().nullable(),
  idScope: z.string(),
  apiVersion: z.string(),
  /** How many certificates are trusted besides the platform's own. */
  extraCertificates: z.int().nonnegative(),
  operationsPerMinute: z.int(),
  /** Null: by a connection string. */
  entra: entraViewSchema.nullable(),
  /** What practice makes anew at every start. */
  lent: z.boolean(),
});

export const connectionsSchema = z.object({
  connections: z.array(connectionSchema),
  /** The proxy of the environment, without what it is signed in with; null: none. */
  proxy: z.string().nullable(),
});

/** A connection string, a client secret, or a certificate and its private key (PEM): sealed on arrival. */
const secret = z.string().max(20_000);

const settings = {
  idScope: z.string().trim().min(1).max(64),
  url: z.string().trim().max(256).optional(),
  apiVersion: z.string().trim().min(1).max(32).optional(),
  /** PEM. */
  ca: z.string().max(500_000).optional(),
  operationsPerMinute: z.int().min(1).max(1_000_000).optional(),
};

export const newConnectionSchema = z.object({
  name: serviceName,
  ...settings,
  entra: entraViewSchema.optional(),
  secret: secret.default(""),
});

export const connectionChangeSchema = z.object({
  name: serviceName,
  ...settings,
  idScope: settings.idScope.optional(),
  secret: secret.default(""),
});

/** The connections to provisioning services, as the process engineer sets them up. Their state and their check: `service`. */
export const servicesContract = {
  list: oc.output(connectionsSchema),
  /** Used at once. Throws `set-up.service-exists`, `set-up.settings`, `dps.connection-string`. */
  add: oc.input(newConnectionSchema).output(connectionsSchema),
  /** What is left out stays, an empty secret too. Throws `set-up.unknown-service` and what `add` throws. */
  change: oc.input(connectionChangeSchema).output(connectionsSchema),
  /** With its secret. What waits for it goes on waiting until one of that name is there. Throws `set-up.unknown-service`. */
  remove: oc.input(z.object({ name: z.string().min(1).max(64) })).output(connectionsSchema),
  /** A person signs in at Entra elsewhere (`device-code`): first what to do there, then who it was. Throws `dps.*`, `set-up.*`. */
  signIn: oc
    .input(z.object({ name: serviceName }))
    .output(
      eventIterator(
        z.discriminatedUnion("type", [
          z.object({ type: z.literal("prompt"), address: z.string(), code: z.string() }),
          z.object({ type: z.literal("signed-in"), account: z.string() }),
        ]),
      ),
    ),
};

export type EntraView = z.infer<typeof entraViewSchema>;
export type Connection = z.infer<typeof connectionSchema>;
export type Connections = z.infer<typeof connectionsSchema>;
export type NewConnection = z.input<typeof newConnectionSchema>;
export type ConnectionChange = z.input<typeof connectionChangeSchema>;
