import { activateCredential } from "./handlers/activate-credential.ts";
import { contextLoad } from "./handlers/context-load.ts";
import { contextSave } from "./handlers/context-save.ts";
import { create } from "./handlers/create.ts";
import { createPrimary } from "./handlers/create-primary.ts";
import { evictControl } from "./handlers/evict-control.ts";
import { flushContext } from "./handlers/flush-context.ts";
import { getCapability } from "./handlers/get-capability.ts";
import { getRandom } from "./handlers/get-random.ts";
import { getTestResult } from "./handlers/get-test-result.ts";
import { hmac } from "./handlers/hmac.ts";
import { importObject } from "./handlers/import.ts";
import { load } from "./handlers/load.ts";
import { nvRead } from "./handlers/nv-read.ts";
import { nvReadPublic } from "./handlers/nv-read-public.ts";
import { policyCommandCode } from "./handlers/policy-command-code.ts";
import { policyGetDigest } from "./handlers/policy-get-digest.ts";
import { policyRestart } from "./handlers/policy-restart.ts";
import { policySecret } from "./handlers/policy-secret.ts";
import { readPublic } from "./handlers/read-public.ts";
import { selfTest } from "./handlers/self-test.ts";
import { shutdown } from "./handlers/shutdown.ts";
import { sign } from "./handlers/sign.ts";
import { startAuthSession } from "./handlers/start-auth-session.ts";
import { startup } from "./handlers/startup.ts";
import type { TpmCommand } from "./tpm-command.ts";

const commands: readonly TpmCommand[] = [
  activateCredential,
  contextLoad,
  contextSave,
  create,
  createPrimary,
  evictControl,
  flushContext,
  getCapability,
  getRandom,
  getTestResult,
  hmac,
  importObject,
  load,
  nvRead,
  nvReadPublic,
  policyCommandCode,
  policyGetDigest,
  policyRestart,
  policySecret,
  readPublic,
  selfTest,
  shutdown,
  sign,
  startAuthSession,
  startup,
];

/** Every command this TPM has, by TPM_CC. */
export const dispatchTable: ReadonlyMap<number, TpmCommand> = new Map(
  commands.map((command) => [command.code, command]),
);
