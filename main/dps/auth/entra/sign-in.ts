import { untilAborted } from "../../../base/async/until-aborted.ts";
import { dpsErrors } from "../../dps-errors.ts";
import { describeEntraFailure } from "./describe-entra-failure.ts";
import type { SignInPrompt } from "./device-code.ts";
import { authorityOf, type EntraAccess, entraScope } from "./entra-settings.ts";

export type { SignInPrompt } from "./device-code.ts";

export interface SignInParts extends EntraAccess {
  /** Called once, with what the person has to do elsewhere. */
  readonly show: (prompt: SignInPrompt) => void;
  readonly signal: AbortSignal;
}

/**
 * A person signs in on another device (OAuth 2.0 device authorization grant, RFC 8628); waits until that is done, the code has run
 * out or the signal aborts. Ends with the name of who signed in. Throws `dps.credential`, `dps.sign-in`, `dps.unreachable`.
 */
export async function signIn({ settings, secret, ca, show, signal }: SignInParts): Promise<string> {
  if (settings.kind !== "device-code") throw dpsErrors.credential(`${settings.kind} needs no person to sign in`);
  const authority = authorityOf(settings);
  const [{ askForDeviceCode }, { openIdentityTransport }] = await Promise.all([
    import("./device-code.ts"),
    import("./identity-transport.ts"),
  ]);
  const { options, trouble, close } = openIdentityTransport(authority, ca);
  try {
    return await untilAborted(askForDeviceCode({ settings, secret, options }, entraScope, show, signal), signal);
  } catch (error) {
    const { kind, client } = settings;
    throw describeEntraFailure(error, {
      kind,
      account: `application ${client}`,
      host: new URL(authority).host,
      trouble: trouble(),
    });
  } finally {
    close();
  }
}
