import {
  deserializeAuthenticationRecord,
  DeviceCodeCredential,
  type DeviceCodeInfo,
  serializeAuthenticationRecord,
  type TokenCredential,
} from "@azure/identity";
import { dpsErrors } from "../../dps-errors.ts";
import type { DirectorySettings, EntraSecret } from "./entra-settings.ts";
import type { IdentityOptions } from "./identity-transport.ts";
import { SignInMemory } from "./sign-in-memory.ts";

export interface DeviceCodeParts {
  readonly settings: DirectorySettings;
  readonly secret: EntraSecret;
  readonly options: IdentityOptions;
}

/** What a person is shown: open the address, type the code. */
export interface SignInPrompt {
  readonly address: string;
  readonly code: string;
  readonly message: string;
}

/** Uses what the last `service sign-in` left; never asks a person in mid-work. Throws `dps.sign-in` if nobody has signed in. */
export async function openDeviceCodeCredential({
  settings,
  secret,
  options,
}: DeviceCodeParts): Promise<TokenCredential> {
  const memory = await SignInMemory.open(secret);
  if (memory.record === "") throw dpsErrors.signIn("nobody has signed in; see: touchmark service sign-in");
  const authenticationRecord = deserializeAuthenticationRecord(memory.record);
  const common = { ...options, ...commonOptions(settings), authenticationRecord };
  return memory.attach(() => new DeviceCodeCredential({ ...common, disableAutomaticAuthentication: true }));
}

/** Has a person sign in, and keeps what is left of it in the secret. Ends with the name of who it was. */
export async function askForDeviceCode(
  { settings, secret, options }: DeviceCodeParts,
  scope: string,
  show: (prompt: SignInPrompt) => void,
  signal: AbortSignal,
): Promise<string> {
  const memory = await SignInMemory.open(secret);
  const userPromptCallback = ({ userCode: code, verificationUri: address, message }: DeviceCodeInfo): void =>
    show({ address, code, message });
  const common = { ...options, ...commonOptions(settings), userPromptCallback };
  const credential = memory.attach(() => new DeviceCodeCredential(common));
  const record = await credential.authenticate(scope, { abortSignal: signal });
  if (record === undefined) throw dpsErrors.signIn("nobody signed in");
  await memory.remember(serializeAuthenticationRecord(record));
  return record.username;
}

const commonOptions = ({ tenant, client }: DirectorySettings) => ({
  tenantId: tenant,
  clientId: client,
  tokenCachePersistenceOptions: { enabled: true },
});
