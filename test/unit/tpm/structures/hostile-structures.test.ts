import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { ByteReader } from "../../../../main/base/bytes/byte-reader.ts";
import { isStationError } from "../../../../main/base/errors/station-error.ts";
import { activateCredential } from "../../../../main/tpm/commands/activate-credential.ts";
import { createPrimary } from "../../../../main/tpm/commands/create-primary.ts";
import { create } from "../../../../main/tpm/commands/create.ts";
import { evictControl } from "../../../../main/tpm/commands/evict-control.ts";
import { flushContext } from "../../../../main/tpm/commands/flush-context.ts";
import { getCapability } from "../../../../main/tpm/commands/get-capability.ts";
import { getRandom } from "../../../../main/tpm/commands/get-random.ts";
import { hmac } from "../../../../main/tpm/commands/hmac.ts";
import { importObject } from "../../../../main/tpm/commands/import.ts";
import { load } from "../../../../main/tpm/commands/load.ts";
import { nvReadPublic } from "../../../../main/tpm/commands/nv-read-public.ts";
import { nvRead } from "../../../../main/tpm/commands/nv-read.ts";
import { policySecret } from "../../../../main/tpm/commands/policy-secret.ts";
import { readPublic } from "../../../../main/tpm/commands/read-public.ts";
import { sign } from "../../../../main/tpm/commands/sign.ts";
import { startAuthSession } from "../../../../main/tpm/commands/start-auth-session.ts";
import { startup } from "../../../../main/tpm/commands/startup.ts";
import { certificateHoldsKey } from "../../../../main/tpm/endorsement-key/certificate-key.ts";
import { certificatesInChain } from "../../../../main/tpm/endorsement-key/certificates-in-chain.ts";
import { examineEndorsementKey } from "../../../../main/tpm/endorsement-key/doctor/examine-endorsement-key.ts";
import { trimToCertificate } from "../../../../main/tpm/endorsement-key/stored-certificate.ts";
import { inspectTpm } from "../../../../main/tpm/inspect/inspect-tpm.ts";
import { decodeTpm2bPublic, encodeTpm2bPublic } from "../../../../main/tpm/structures/tpm2b-public.ts";
import { decodeTpmPrivate } from "../../../../main/tpm/structures/tpm2b-private.ts";
import { decodeTpmsIdObject } from "../../../../main/tpm/structures/tpm2b-id-object.ts";
import { decodeTpm2bSensitive } from "../../../../main/tpm/structures/tpmt-sensitive.ts";
import { readTpmsCapabilityData } from "../../../../main/tpm/structures/tpms-capability-data.ts";
import { readTpm2bNvPublic } from "../../../../main/tpm/structures/tpms-nv-public.ts";
import { storagePrimaryEcc } from "../../../../main/tpm/templates/storage-root-key.ts";
import { decodeReply } from "../../../../main/tpm/wire/command-definition.ts";
import { decodeResponseMessage } from "../../../../main/tpm/wire/response-message.ts";
import { Tpm } from "../../../../main/tpm/wire/tpm.ts";
import { hostileBytes, propertyRuns, propertyTimeoutMs, survives } from "../../../harness/hostile-inputs.ts";
import { endorsementExtensions, testCertificate } from "../../../harness/test-certificates.ts";
import { publishedEndorsementKey } from "../published-endorsement-key.ts";

const commands = [
  activateCredential,
  create,
  createPrimary,
  evictControl,
  flushContext,
  getCapability,
  getRandom,
  hmac,
  importObject,
  load,
  nvRead,
  nvReadPublic,
  policySecret,
  readPublic,
  sign,
  startAuthSession,
  startup,
];

const { publicArea } = publishedEndorsementKey;
const capability = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 2, 0x81, 1, 0, 1, 0x81, 0, 0, 1);
const sound = [publicArea, encodeTpm2bPublic(storagePrimaryEcc), capability];

const decoders: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  TPM2B_PUBLIC: decodeTpm2bPublic,
  TPM2B_PRIVATE: decodeTpmPrivate,
  TPM2B_ID_OBJECT: decodeTpmsIdObject,
  TPM2B_SENSITIVE: decodeTpm2bSensitive,
  TPMS_CAPABILITY_DATA: (bytes) => readTpmsCapabilityData(new ByteReader(bytes)),
  TPM2B_NV_PUBLIC: (bytes) => readTpm2bNvPublic(new ByteReader(bytes)),
  "a response": (bytes) => decodeResponseMessage(bytes, (bytes[0] ?? 0) > 127),
  "certificates in NV": (bytes) => certificatesInChain([trimToCertificate(bytes), bytes, bytes]),
  "an endorsement key in a file": examineEndorsementKey,
};

describe("hostile bytes of a TPM", { timeout: propertyTimeoutMs }, () => {
  it.each(Object.keys(decoders))("are read or refused, in bounds: %s", async (name) => {
    await survives(hostileBytes(sound), (bytes) => decoders[name]?.(bytes), 200);
  });

  it("are read or refused, in bounds: replies of every command", async () => {
    const files = readdirSync(new URL("../../../../main/tpm/commands", import.meta.url));
    expect(commands.length).toBe(files.filter((file) => file !== "creation-parameters.ts").length);
    await survives(
      fc.tuple(fc.nat(commands.length - 1), hostileBytes(sound)),
      ([at, bytes]) => {
        const command = commands[at];
        // Each has another reply; here only that it is read.
        return command === undefined ? undefined : decodeReply<unknown, unknown>(command as never, 0x80000000, bytes);
      },
      500,
    );
  });

  it("are read or refused, in bounds: certificates", async () => {
    const { der } = await testCertificate({ name: "ek", extensions: endorsementExtensions() });
    const key = decodeTpm2bPublic(publicArea);
    await survives(hostileBytes([der]), (bytes) => certificateHoldsKey(bytes, key), 300);
    await survives(hostileBytes([der]), (bytes) => certificatesInChain([bytes, bytes]), 300);
  });

  it("are refused before room is made for a list longer than they are", () => {
    const handles = Uint8Array.of(0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4);
    expect(() => readTpmsCapabilityData(new ByteReader(handles))).toThrow(/tpm.malformed: a list of 4294967295/);
  });

  it("end an inspection soon, whatever a TPM answers", async () => {
    const success = (body: Uint8Array): Uint8Array =>
      Uint8Array.of(0x80, 0x01, 0, 0, (10 + body.length) >> 8, (10 + body.length) & 0xff, 0, 0, 0, 0, ...body);
    const answer = fc.oneof(
      hostileBytes(sound),
      hostileBytes([Uint8Array.of(1, ...capability), ...sound]).map(success),
    );
    const answers = fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 12 }), async (list) => {
      let asked = 0;
      const channel = { transmit: () => Promise.resolve(list[asked++ % list.length] ?? new Uint8Array()) };
      try {
        await inspectTpm(new Tpm(channel, []));
      } catch (error) {
        if (!isStationError(error)) throw error;
      }
      expect(asked).toBeLessThan(500);
    });
    await fc.assert(answers, { numRuns: propertyRuns(100) });
  });
});
