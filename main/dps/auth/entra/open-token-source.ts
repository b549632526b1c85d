import {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  type TokenCredential,
} from "@azure/identity";
import { dpsErrors } from "../../dps-errors.ts";
import { type IdentityTransport, openIdentityTransport, openMachineTransport } from "./identity-transport.ts";
import { type DeviceCodeParts, openDeviceCodeCredential } from "./device-code.ts";
import { authorityOf, type EntraAccess } from "./entra-settings.ts";

/** Gives tokens; loading this file loads @azure/identity, which takes a while. */
export interface TokenSource extends Pick<IdentityTransport, "trouble" | "close"> {
  readonly credential: TokenCredential;
}

/** Throws `dps.credential` when the secret is not there or cannot be read, `dps.sign-in` when nobody has signed in yet. */
export async function openTokenSource({ settings, secret, ca }: EntraAccess): Promise<TokenSource> {
  if (settings.kind === "managed-identity") {
    const transport = openMachineTransport();
    const chosen = settings.client === undefined ? {} : { clientId: settings.client };
    return { ...transport, credential: new ManagedIdentityCredential({ ...chosen, ...transport.options }) };
  }
  const transport = openIdentityTransport(authorityOf(settings), ca);
  try {
    return { ...transport, credential: await openCredential({ settings, secret, options: transport.options }) };
  } catch (error) {
    transport.close();
    throw error;
  }
}

async function openCredential(parts: DeviceCodeParts): Promise<TokenCredential> {
  const { settings, secret, options } = parts;
  const { kind, tenant, client } = settings;
  if (kind === "device-code") return openDeviceCodeCredential(parts);
  const text = (await secret.get()) ?? "";
  if (text === "") throw dpsErrors.credential(`no secret is kept for application ${client}`);
  return kind === "client-secret"
    ? new ClientSecretCredential(tenant, client, text, options)
    : new ClientCertificateCredential(tenant, client, { certificate: text }, options);
}
