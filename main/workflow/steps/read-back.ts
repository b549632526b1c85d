import type { Registration } from "../../device/device-session.ts";
import { checkDeviceChain } from "../../pki/validate/check-device-chain.ts";
import { unitErrors } from "../unit-errors.ts";
import { need, type Step, type StepContext } from "./step.ts";
import { sameChain } from "./write-certificate.ts";

/** Reads everything again and compares: the same device is still there, and it kept what was written. */
export const readBack: Step = {
  id: "read-back",
  timeoutMs: 60_000,
  async run(context) {
    await compareDevice(context);
    await compareRegistration(context);
    const certificates = context.findings.chain === undefined ? 0 : await compareChain(context);
    return { measurements: { registration: "same", certificates } };
  },
};

async function compareDevice({ session, findings, signal }: StepContext): Promise<void> {
  const before = need(findings, "device");
  const now = await session.describe(signal);
  if (now.serialNumber !== before.serialNumber || now.model !== before.model) {
    throw unitErrors.readBackDiffers(
      `device was ${before.serialNumber ?? "nameless"}, now it is ${now.serialNumber ?? "nameless"}`,
    );
  }
}

async function compareRegistration({ session, findings, signal }: StepContext): Promise<void> {
  const difference = registrationDifference(need(findings, "registration"), await session.registration?.read(signal));
  if (difference !== undefined) throw unitErrors.readBackDiffers(difference);
}

/** The first member that differs, in words, or `undefined`. */
function registrationDifference(expected: Registration, found: Registration | undefined): string | undefined {
  if (found === undefined) return "device holds no registration";
  const other = registrationMismatch(expected, found);
  return other === undefined ? undefined : `${other.member}: expected "${other.expected}", found "${other.found}"`;
}

const members = ["endpoint", "idScope", "registrationId", "attestation"] as const;

interface Mismatch {
  readonly member: (typeof members)[number];
  readonly expected: string;
  readonly found: string;
}

/** The first member that differs, or `undefined`. */
export function registrationMismatch(expected: Registration, found: Registration): Mismatch | undefined {
  const member = members.find((name) => expected[name] !== found[name]);
  return member === undefined ? undefined : { member, expected: expected[member], found: found[member] };
}

async function compareChain({ plant, session, findings, signal }: StepContext): Promise<number> {
  const expected = need(findings, "chain");
  const found = (await session.certificates?.read(signal)) ?? [];
  if (!sameChain(expected, found))
    throw unitErrors.readBackDiffers("certificate chain is not the one written, byte for byte");
  checkDeviceChain(found, {
    issuerChain: need(findings, "issuerChain"),
    commonName: need(findings, "registrationId"),
    publicKey: need(findings, "publicKey"),
    at: plant.clock.now(),
  });
  return found.length;
}
