import { randomBytes } from "node:crypto";
import { ByteReader } from "../../main/base/bytes/byte-reader.ts";
import { ByteWriter } from "../../main/base/bytes/byte-writer.ts";
import { concatBytes, fromHex } from "../../main/base/bytes/bytes.ts";
import type { TpmChannel } from "../../main/tpm/tpm-channel.ts";

/** TPM_CC as numbers of the specification, apart from the code under test. */
export const CC = {
  evictControl: 0x120,
  createPrimary: 0x131,
  startup: 0x144,
  activateCredential: 0x147,
  nvRead: 0x14e,
  policySecret: 0x151,
  create: 0x153,
  hmac: 0x155,
  import: 0x156,
  load: 0x157,
  sign: 0x15d,
  contextLoad: 0x161,
  contextSave: 0x162,
  flushContext: 0x165,
  nvReadPublic: 0x169,
  readPublic: 0x173,
  startAuthSession: 0x176,
  getCapability: 0x17a,
  getRandom: 0x17b,
  policyRestart: 0x180,
  policyGetDigest: 0x189,
} as const;

export const RH = { owner: 0x40000001, null: 0x40000007, password: 0x40000009, endorsement: 0x4000000b } as const;

/** TCG EK Credential Profile, template L-1, up to `unique`. */
const endorsementHead =
  "0001000b000300b20020837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa00060080004300100800 00000000";

export const TEMPLATE = {
  endorsementL1: fromHex(`${endorsementHead}0100${"00".repeat(256)}`),
  endorsementEmptyUnique: fromHex(`${endorsementHead}0000`),
  storageRsa: fromHex("0001000b00030472000000060080004300100800000000000000"),
  storageEcc: fromHex("0023000b00030472000000060080004300100003001000000000"),
  /** fixedTPM, fixedParent, sensitiveDataOrigin, userWithAuth, noDA, sign; no scheme. */
  signRsa: fromHex("0001000b0004047200000010001008000000000000 00"),
  signEcc: fromHex("0023000b000404720000001000100003001000000000"),
} as const;

export interface RawAuthorization {
  /** TPM_RS_PW if left out. */
  readonly session?: number;
  readonly secret?: Uint8Array;
  readonly continues?: boolean;
}

export interface RawCommand {
  readonly code: number;
  readonly handles?: readonly number[];
  readonly authorizations?: readonly RawAuthorization[];
  readonly parameters?: Uint8Array;
}

/** A command buffer, its size right. */
export function encodeCommand({
  code,
  handles = [],
  authorizations,
  parameters = new Uint8Array(),
}: RawCommand): Uint8Array {
  const body = new ByteWriter();
  for (const handle of handles) body.u32(handle);
  if (authorizations !== undefined) {
    const area = authorizations.map(({ session = RH.password, secret = new Uint8Array(), continues = true }) =>
      new ByteWriter()
        .u32(session)
        .sized(session === RH.password ? new Uint8Array() : randomBytes(32))
        .u8(continues ? 1 : 0)
        .sized(secret)
        .finish(),
    );
    body.u32(concatBytes(...area).length).bytes(concatBytes(...area));
  }
  const bytes = body.bytes(parameters).finish();
  return new ByteWriter()
    .u16(authorizations === undefined ? 0x8001 : 0x8002)
    .u32(10 + bytes.length)
    .u32(code)
    .bytes(bytes)
    .finish();
}

export interface RawAnswer {
  readonly code: number;
  /** After the header; TPM_ST_SESSIONS leaves the parameter size and the sessions in. */
  readonly body: ByteReader;
}

/** Sends one buffer and takes the header of the answer apart; a size that does not fit throws. */
export async function sendBytes(channel: TpmChannel, bytes: Uint8Array): Promise<RawAnswer> {
  const answer = await channel.transmit(bytes);
  const reader = new ByteReader(answer, "TPM response");
  reader.u16();
  if (reader.u32() !== answer.length) throw new Error("the response's size is wrong");
  return { code: reader.u32(), body: reader };
}

const retry = 0x922;

/** TPM_RC_RETRY is how real parts answer the first use of a key under dictionary-attack protection: sent once more. */
export async function send(channel: TpmChannel, command: RawCommand): Promise<RawAnswer> {
  const answer = await sendBytes(channel, encodeCommand(command));
  return answer.code === retry ? sendBytes(channel, encodeCommand(command)) : answer;
}

/** Sends a command that must succeed. */
export async function ask(channel: TpmChannel, command: RawCommand): Promise<ByteReader> {
  const { code, body } = await send(channel, command);
  if (code !== 0) throw new Error(`TPM response code 0x${code.toString(16)} to command 0x${command.code.toString(16)}`);
  return body;
}

/** Parameters of CreatePrimary for a template, without authorization value. */
export const creation = (template: Uint8Array): Uint8Array =>
  new ByteWriter().sized(fromHex("00000000")).sized(template).u16(0).u32(0).finish();

export interface PrimaryKey {
  readonly handle: number;
  /** TPMT_PUBLIC. */
  readonly publicArea: Uint8Array;
}

export async function createPrimary(channel: TpmChannel, hierarchy: number, template: Uint8Array): Promise<PrimaryKey> {
  const parameters = creation(template);
  const body = await ask(channel, { code: CC.createPrimary, handles: [hierarchy], authorizations: [{}], parameters });
  const handle = body.u32();
  body.u32();
  return { handle, publicArea: body.sized() };
}

/** TPMT_PUBLIC and name of a loaded or persistent key. */
export async function readPublic(channel: TpmChannel, handle: number): Promise<readonly [Uint8Array, Uint8Array]> {
  const body = await ask(channel, { code: CC.readPublic, handles: [handle] });
  return [body.sized(), body.sized()];
}

export const flush = (channel: TpmChannel, handle: number): Promise<ByteReader> =>
  ask(channel, { code: CC.flushContext, parameters: new ByteWriter().u32(handle).finish() });

export async function listHandles(channel: TpmChannel, first: number): Promise<readonly number[]> {
  const parameters = new ByteWriter().u32(1).u32(first).u32(64).finish();
  const body = await ask(channel, { code: CC.getCapability, parameters });
  body.bytes(5);
  return Array.from({ length: body.u32() }, () => body.u32());
}

/** Leaves nothing behind that takes up a slot. */
export async function flushEverything(channel: TpmChannel): Promise<void> {
  for (const first of [0x80000000, 0x02000000, 0x03000000]) {
    for (const handle of await listHandles(channel, first)) await flush(channel, handle);
  }
}

/** SHA-256, no key, no salt. */
export async function startSession(channel: TpmChannel, type: "hmac" | "policy" | "trial"): Promise<number> {
  const parameters = new ByteWriter()
    .sized(randomBytes(32))
    .u16(0)
    .u8({ hmac: 0, policy: 1, trial: 3 }[type])
    .u16(0x10)
    .u16(0x0b)
    .finish();
  return (await ask(channel, { code: CC.startAuthSession, handles: [RH.null, RH.null], parameters })).u32();
}

/** PolicySecret of the endorsement hierarchy. */
export const policySecret = (channel: TpmChannel, session: number): Promise<ByteReader> =>
  ask(channel, {
    code: CC.policySecret,
    handles: [RH.endorsement, session],
    authorizations: [{}],
    parameters: new ByteWriter().u16(0).u16(0).u16(0).u32(0).finish(),
  });

export interface LoadedChild {
  readonly handle: number;
  /** TPMT_PUBLIC. */
  readonly publicArea: Uint8Array;
  /** Contents of the TPM2B_PRIVATE. */
  readonly sealed: Uint8Array;
}

/** TPM2_Create under a parent, then TPM2_Load. */
export async function createChild(channel: TpmChannel, parent: number, template: Uint8Array): Promise<LoadedChild> {
  const authorizations = [{}];
  const made = await ask(channel, {
    code: CC.create,
    handles: [parent],
    authorizations,
    parameters: creation(template),
  });
  made.u32();
  const sealed = made.sized();
  const publicArea = made.sized();
  const parameters = new ByteWriter().sized(sealed).sized(publicArea).finish();
  const loaded = await ask(channel, { code: CC.load, handles: [parent], authorizations, parameters });
  return { handle: loaded.u32(), publicArea, sealed };
}
