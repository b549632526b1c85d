import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isStationError } from "../../../../main/base/errors/station-error.ts";
import { activateCredential } from "../../../../main/tpm/commands/activate-credential.ts";
import { create } from "../../../../main/tpm/commands/create.ts";
import { createPrimary } from "../../../../main/tpm/commands/create-primary.ts";
import { evictControl } from "../../../../main/tpm/commands/evict-control.ts";
import { flushContext } from "../../../../main/tpm/commands/flush-context.ts";
import { getCapability } from "../../../../main/tpm/commands/get-capability.ts";
import { getRandom } from "../../../../main/tpm/commands/get-random.ts";
import { hmac } from "../../../../main/tpm/commands/hmac.ts";
import { importObject } from "../../../../main/tpm/commands/import.ts";
import { load } from "../../../../main/tpm/commands/load.ts";
import { nvRead } from "../../../../main/tpm/commands/nv-read.ts";
import { nvReadPublic } from "../../../../main/tpm/commands/nv-read-public.ts";
import { policySecret } from "../../../../main/tpm/commands/policy-secret.ts";
import { readPublic } from "../../../../main/tpm/commands/read-public.ts";
import { sign } from "../../../../main/tpm/commands/sign.ts";
import { startAuthSession } from "../../../../main/tpm/commands/start-auth-session.ts";
import { startup } from "../../../../main/tpm/commands/startup.ts";
import { TPM_CAP } from "../../../../main/tpm/spec/tpm-cap.ts";
import { NO_SENSITIVE } from "../../../../main/tpm/structures/tpms-sensitive-create.ts";
import { AES_128_CFB } from "../../../../main/tpm/structures/tpmt-sym-def-object.ts";
import { endorsementKeyTcgL1 } from "../../../../main/tpm/templates/endorsement-key-tcg-l1.ts";
import { storagePrimaryEcc } from "../../../../main/tpm/templates/storage-root-key.ts";
import {
  type CommandDefinition,
  decodeReply,
  decodeRequest,
  encodeReply,
  encodeRequest,
} from "../../../../main/tpm/wire/command-definition.ts";

interface Case {
  readonly name: string;
  readonly roundTrips: () => void;
  readonly decodeAny: (bytes: Uint8Array) => void;
}

function commandCase<Request, Reply>(command: CommandDefinition<Request, Reply>, request: Request, reply: Reply): Case {
  const handles = command.handlesOf(request);
  return {
    name: command.name,
    roundTrips: () => {
      expect(handles.length).toBe(command.requestHandleCount);
      expect(decodeRequest(command, handles, encodeRequest(command, request))).toEqual(request);
      const handle = command.replyHandleOf(reply);
      expect(handle !== undefined).toBe(command.replyHasHandle);
      expect(decodeReply(command, handle, encodeReply(command, reply))).toEqual(reply);
    },
    decodeAny: (bytes) => {
      for (const decode of [() => decodeRequest(command, handles, bytes), () => decodeReply(command, 1, bytes)]) {
        try {
          decode();
        } catch (error) {
          expect(isStationError(error)).toBe(true);
        }
      }
    },
  };
}

const some = Uint8Array.of(1, 2, 3);
const ticket = { tag: 0x8021, hierarchy: 0x4000000b, digest: some };
const handles = { capability: TPM_CAP.HANDLES, handles: [0x80000000] } as const;
const primary = {
  primaryHandle: 0x4000000b,
  inSensitive: NO_SENSITIVE,
  inPublic: endorsementKeyTcgL1,
  outsideInfo: some,
  creationPcr: [{ hash: 11, select: some }],
};
const { primaryHandle: _hierarchy, ...withoutHandle } = primary;
const primaryReply = {
  objectHandle: 0x80000000,
  outPublic: storagePrimaryEcc,
  creationData: some,
  creationHash: some,
  creationTicket: ticket,
  name: some,
};
const session = {
  tpmKey: 1,
  bind: 2,
  nonceCaller: some,
  encryptedSalt: some,
  sessionType: 1,
  symmetric: undefined,
  authHash: 11,
};
const secretRequest = {
  authHandle: 1,
  policySession: 2,
  nonceTpm: some,
  cpHashA: some,
  policyRef: some,
  expiration: -60,
};
const importRequest = {
  parentHandle: 1,
  encryptionKey: some,
  objectPublic: storagePrimaryEcc,
  duplicate: some,
  inSymSeed: some,
  symmetricAlg: AES_128_CFB,
};
const nvPublic = { nvIndex: 0x01c00002, nameAlg: 11, attributes: 5, authPolicy: some, dataSize: 1016 };

const cases: readonly Case[] = [
  commandCase(startup, { startupType: 0 }, undefined),
  commandCase(
    getCapability,
    { capability: 1, property: 0x80000000, propertyCount: 64 },
    { moreData: true, capabilityData: handles },
  ),
  commandCase(getRandom, { bytesRequested: 8 }, { randomBytes: some }),
  commandCase(flushContext, { flushHandle: 0x80000000 }, undefined),
  commandCase(readPublic, { objectHandle: 1 }, { outPublic: endorsementKeyTcgL1, name: some, qualifiedName: some }),
  commandCase(createPrimary, primary, primaryReply),
  commandCase(nvReadPublic, { nvIndex: 1 }, { nvPublic, nvName: some }),
  commandCase(nvRead, { authHandle: 1, nvIndex: 2, size: 3, offset: 4 }, { data: some }),
  commandCase(startAuthSession, session, { sessionHandle: 0x03000000, nonceTpm: some }),
  commandCase(policySecret, secretRequest, { timeout: some, policyTicket: ticket }),
  commandCase(
    activateCredential,
    { activateHandle: 1, keyHandle: 2, credentialBlob: some, secret: some },
    { certInfo: some },
  ),
  commandCase(importObject, importRequest, { outPrivate: some }),
  commandCase(
    load,
    { parentHandle: 1, inPrivate: some, inPublic: storagePrimaryEcc },
    { objectHandle: 0x80000001, name: some },
  ),
  commandCase(
    create,
    { ...withoutHandle, parentHandle: 1 },
    { outPrivate: some, outPublic: storagePrimaryEcc, creationData: some, creationHash: some, creationTicket: ticket },
  ),
  commandCase(
    sign,
    { keyHandle: 1, digest: some, inScheme: { scheme: 0x18, hashAlg: 11 }, validation: { ...ticket, tag: 0x8024 } },
    { signature: { sigAlg: 0x18, hashAlg: 11, r: some, s: some } },
  ),
  commandCase(hmac, { handle: 1, buffer: some, hashAlg: 11 }, { outHmac: some }),
  commandCase(evictControl, { auth: 1, objectHandle: 2, persistentHandle: 0x81010001 }, undefined),
];

describe.each(cases)("$name", ({ roundTrips, decodeAny }) => {
  it("is read as it was written, both ways", () => {
    roundTrips();
  });

  it("throws nothing but coded errors on any bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), decodeAny));
  });
});
