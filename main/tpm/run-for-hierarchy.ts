import { TPM_RC_FMT1 } from "./spec/tpm-rc.ts";
import { TPM_RH } from "./spec/tpm-rh.ts";
import { EMPTY_PASSWORD, passwordAuthorization } from "./structures/tpms-auth-command.ts";
import { tpmErrors } from "./tpm-errors.ts";
import type { CommandDefinition } from "./wire/command-definition.ts";
import { isRefusedWith } from "./wire/refusal.ts";
import type { Tpm } from "./wire/tpm.ts";

/**
 * Runs a command that one hierarchy (TPM_RH) authorizes, with the password the station was given for it, else the empty one. Throws
 * `tpm.authorization-needed` if there is a password and none was given, `tpm.wrong-password` if it is another.
 */
export async function runForHierarchy<Request, Reply>(
  tpm: Tpm,
  hierarchy: number,
  call: { readonly command: CommandDefinition<Request, Reply>; readonly request: Request },
  signal?: AbortSignal,
): Promise<Reply> {
  const password = tpm.passwords.get(hierarchy);
  const authorization = password === undefined ? EMPTY_PASSWORD : passwordAuthorization(password);
  try {
    return await tpm.run(call.command, call.request, { authorizations: [authorization], signal });
  } catch (error) {
    // Hierarchies other than the lock-out's are no object of dictionary attacks: a wrong password counts for nothing.
    if (!isRefusedWith(error, TPM_RC_FMT1.BAD_AUTH, TPM_RC_FMT1.AUTH_FAIL)) throw error;
    throw refusedPassword(hierarchy, password !== undefined, error);
  }
}

function refusedPassword(hierarchy: number, given: boolean, error: unknown): Error {
  const { name, member } = hierarchies.get(hierarchy) ?? { name: `0x${hierarchy.toString(16)}`, member: "(none)" };
  // The response code goes on as the cause, for those who try another way.
  const cause = error instanceof Error ? error.cause : error;
  return given
    ? tpmErrors.wrongPassword(`the ${name} hierarchy has another password than ${member} gives`, cause)
    : tpmErrors.authorizationNeeded(`the ${name} hierarchy has a password; the recipe names none in ${member}`, cause);
}

const hierarchies: ReadonlyMap<number, { readonly name: string; readonly member: string }> = new Map([
  [TPM_RH.OWNER, { name: "owner", member: "attestation.tpm.ownerAuthSecret" }],
  [TPM_RH.ENDORSEMENT, { name: "endorsement", member: "attestation.tpm.endorsementAuthSecret" }],
]);
