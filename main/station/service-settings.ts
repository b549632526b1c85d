import { z } from "zod";
import type { CredentialKind } from "../dps/auth/dps-credential.ts";
import { entraSettings } from "../dps/auth/entra/entra-settings.ts";

export const serviceName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "lower-case letters, digits and hyphens");

export const serviceSchema = z.object({
  name: serviceName,
  url: z.url({ protocol: /^https$/ }),
  idScope: z.string().min(1).max(64),
  apiVersion: z.string().max(32).default("2021-10-01"),
  /** Extra certificate authorities (PEM) for private networks and practice. */
  ca: z.array(z.string()).max(50).default([]),
  /** All of this station's calls together; the service allows 1,000 to all its callers. */
  operationsPerMinute: z.int().min(1).max(1_000_000).default(600),
  /** How the station signs in at Microsoft Entra; left out: a connection string's shared access key. */
  entra: entraSettings.optional(),
});

/** A provisioning service as it is set up; its connection string, client secret or certificate is in the secret store. */
export type ServiceSettings = z.infer<typeof serviceSchema>;

export type NewService = Omit<z.input<typeof serviceSchema>, "url"> & { readonly url?: string };

/** What may be changed of a service without setting it up anew. */
export type ServiceChange = Partial<Omit<NewService, "name" | "entra">>;

export const authenticationOf = ({ entra }: Pick<ServiceSettings, "entra">): CredentialKind =>
  entra === undefined ? "sas" : `entra-${entra.kind}`;
