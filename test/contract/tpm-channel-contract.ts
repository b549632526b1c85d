import { createHmac, randomBytes, X509Certificate } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ByteReader } from "../../main/base/bytes/byte-reader.ts";
import { ByteWriter } from "../../main/base/bytes/byte-writer.ts";
import { concatBytes, fromHex, toHex, utf8 } from "../../main/base/bytes/bytes.ts";
import { makeIdentityBlob } from "../../main/practice/dps/blob/make-identity-blob.ts";
import { readRsaPublicArea, type RsaPublicArea } from "../../main/practice/dps/blob/rsa-public-area.ts";
import type { TpmChannel } from "../../main/tpm/tpm-channel.ts";
import {
  ask,
  CC,
  createPrimary,
  creation,
  encodeCommand,
  flush,
  flushEverything,
  listHandles,
  policySecret,
  readPublic,
  RH,
  send,
  sendBytes,
  startSession,
  TEMPLATE,
} from "../harness/tpm-bytes.ts";

/** A TPM with an EK at 0x81010001 (template L-1) and its certificate at NV index 0x01C00002, started. */
export interface TpmBench {
  readonly channel: TpmChannel;
  readonly dispose: () => Promise<void>;
}

const endorsementKey = 0x81010001;
const certificateIndex = 0x01c00002;
const hex = (code: number): string => `0x${code.toString(16).padStart(3, "0")}`;
const sized = (bytes: Uint8Array): Uint8Array => new ByteWriter().sized(bytes).finish();
const modulusOf = (publicArea: Uint8Array): string => toHex(publicArea.slice(-256));

/** The same raw exchanges on every TPM: what real silicon's reference code answers is what the practice TPM must answer. */
export function describeTpmChannelContract(name: string, open: () => Promise<TpmBench>): void {
  describe(`TPM channel contract: ${name}`, () => {
    let bench: TpmBench;
    let channel: TpmChannel;
    beforeAll(async () => {
      bench = await open();
      channel = bench.channel;
    });
    afterEach(() => flushEverything(channel));
    afterAll(() => bench?.dispose());

    const codeOf = async (bytes: Uint8Array): Promise<string> => hex((await sendBytes(channel, bytes)).code);
    const refusal = async (command: Parameters<typeof send>[1]): Promise<string> =>
      hex((await send(channel, command)).code);

    describe("refuses a malformed buffer", () => {
      it.each([
        ["bad tag", "1234 0000000c 0000017b 0008", "0x084"],
        ["tag of a TPM 1.2", "00c1 0000000c 0000017b 0008", "0x084"],
        ["unknown command", "8001 0000000c 0000ffff 0008", "0x143"],
        ["vendor command", "8001 0000000c 20000001 0008", "0x143"],
        ["size smaller than the buffer", "8001 0000000b 0000017b 0008", "0x142"],
        ["no parameter", "8001 0000000a 0000017b", "0x1da"],
        ["half a parameter", "8001 0000000b 0000017b 00", "0x1da"],
        ["a byte too many", "8001 0000000d 0000017b 0008 00", "0x095"],
        ["no handle", "8001 0000000a 00000173", "0x19a"],
        ["sessions announced, none there", "8002 0000000c 0000017b 0008", "0x09a"],
        ["authorization area of size zero", "8002 00000010 0000017b 00000000 0008", "0x095"],
        ["Startup once more", "8001 0000000c 00000144 0000", "0x100"],
      ])("%s", async (_what, bytes, code) => {
        expect(await codeOf(fromHex(bytes))).toBe(code);
      });
    });

    describe("refuses a handle", () => {
      it.each([
        ["persistent key that is not there", CC.readPublic, 0x81010055, "0x18b"],
        ["empty transient slot", CC.readPublic, 0x80000001, "0x910"],
        ["transient slot that does not exist", CC.readPublic, 0x80000005, "0x184"],
        ["hierarchy where a key is due", CC.readPublic, RH.owner, "0x184"],
        ["NV index that is not there", CC.nvReadPublic, 0x01c00055, "0x18b"],
        ["key where an NV index is due", CC.nvReadPublic, endorsementKey, "0x184"],
        ["policy session that is not there", CC.policyGetDigest, 0x03000003, "0x910"],
        ["HMAC session where a policy session is due", CC.policyGetDigest, 0x02000000, "0x184"],
      ])("%s", async (_what, code, handle, expected) => {
        expect(await refusal({ code, handles: [handle] })).toBe(expected);
      });

      it.each([
        [0x80000005, "0x1c4"],
        [endorsementKey, "0x1c4"],
        [0x02000005, "0x1cb"],
        [0x03000005, "0x1cb"],
      ])("to flush that is not loaded: %i", async (handle, expected) => {
        const parameters = new ByteWriter().u32(handle).finish();
        expect(await refusal({ code: CC.flushContext, parameters })).toBe(expected);
      });
    });

    describe("reads NV", () => {
      const range = (size: number, offset: number): Uint8Array => new ByteWriter().u16(size).u16(offset).finish();
      const read = (handles: readonly number[], parameters = range(4, 0), secret = ""): Promise<string> =>
        refusal({ code: CC.nvRead, handles, authorizations: [{ secret: utf8(secret) }], parameters });

      it("as owner and as the index itself", async () => {
        expect(await read([RH.owner, certificateIndex])).toBe("0x000");
        expect(await read([certificateIndex, certificateIndex])).toBe("0x000");
      });
      it("not without authorization", async () => {
        const parameters = range(4, 0);
        expect(await refusal({ code: CC.nvRead, handles: [RH.owner, certificateIndex], parameters })).toBe("0x125");
      });
      it("not with a wrong password", async () => {
        expect(await read([RH.owner, certificateIndex], range(4, 0), "guess")).toBe("0x9a2");
      });
      it("not as another hierarchy", async () => {
        expect(await read([RH.endorsement, certificateIndex])).toBe("0x184");
      });
      it("not where nothing is", async () => {
        expect(await read([RH.owner, 0x01c00055])).toBe("0x28b");
      });
      it("not past its end", async () => {
        expect(await read([RH.owner, certificateIndex], range(4, 0xffff))).toBe("0x2c4");
        expect(await read([RH.owner, certificateIndex], range(0x7fff, 0))).toBe("0x1c4");
      });
      it("not with a second password that authorizes nothing", async () => {
        const authorizations = [{}, {}];
        const handles = [RH.owner, certificateIndex];
        expect(await refusal({ code: CC.nvRead, handles, authorizations, parameters: range(4, 0) })).toBe("0xa8b");
      });
      it("not with a session that is not there", async () => {
        const authorizations = [{ session: 0x02000009 }];
        const handles = [RH.owner, certificateIndex];
        expect(await refusal({ code: CC.nvRead, handles, authorizations, parameters: range(4, 0) })).toBe("0x918");
      });
      it("and names the index by its public area", async () => {
        const body = await ask(channel, { code: CC.nvReadPublic, handles: [certificateIndex] });
        expect(toHex(body.sized().slice(0, 6))).toBe("01c00002000b");
        expect(toHex(body.sized().slice(0, 2))).toBe("000b");
      });
    });

    describe("creates keys", () => {
      it("always the same from the same template, and another from another `unique`", async () => {
        const first = await createPrimary(channel, RH.endorsement, TEMPLATE.endorsementL1);
        const second = await createPrimary(channel, RH.endorsement, TEMPLATE.endorsementL1);
        const other = await createPrimary(channel, RH.endorsement, TEMPLATE.endorsementEmptyUnique);
        expect(modulusOf(second.publicArea)).toBe(modulusOf(first.publicArea));
        expect(modulusOf(other.publicArea)).not.toBe(modulusOf(first.publicArea));
        expect(toHex(other.publicArea.slice(0, -256))).toBe(toHex(first.publicArea.slice(0, -256)));
      });
      it("the persistent EK from template L-1, with the key its certificate names", async () => {
        const { publicArea } = await createPrimary(channel, RH.endorsement, TEMPLATE.endorsementL1);
        const [persistent] = await readPublic(channel, endorsementKey);
        expect(toHex(persistent)).toBe(toHex(publicArea));
        const certificate = new X509Certificate(await readCertificate(channel));
        const modulus = certificate.publicKey.export({ format: "jwk" }).n ?? "";
        expect(Buffer.from(modulus, "base64url").toString("hex")).toBe(modulusOf(publicArea));
      });
      it("ECC keys on P-256", async () => {
        const { publicArea } = await createPrimary(channel, RH.owner, TEMPLATE.storageEcc);
        expect(publicArea.length).toBe(TEMPLATE.storageEcc.length + 64);
      });
      it.each([
        ["no such type", "0099000b00030472000000060080004300100800000000000000", "0x2ca"],
        ["no such name algorithm", "0001009900030472000000060080004300100800000000000000", "0x2c3"],
        ["reserved attribute", "0001000b80030472000000060080004300100800000000000000", "0x2e1"],
        ["storage key without symmetric algorithm", "0001000b0003047200000010001008000000000000 00", "0x2d6"],
        ["no such symmetric algorithm", "0001000b00030472000000990080004300100800000000000000", "0x2d6"],
        ["key length nobody has", "0001000b00030472000000060080004300100801000000000000", "0x2c4"],
        ["even exponent", "0001000b00030472000000060080004300100800000000020000", "0x08d"],
        ["sign and decrypt, restricted", "0001000b00070472000000060080004300100800000000000000", "0x2c2"],
        ["fixedTPM without fixedParent", "0001000b00030462000000060080004300100800000000000000", "0x2c2"],
        ["no such curve", "0023000b00030472000000060080004300100099001000000000", "0x2e6"],
        ["a byte too many", "0001000b0003047200000006008000430010080000000000000000", "0x2d5"],
      ])("not from a template with %s", async (_what, template, code) => {
        const parameters = creation(fromHex(template));
        const command = { code: CC.createPrimary, handles: [RH.owner], authorizations: [{}], parameters };
        expect(await refusal(command)).toBe(code);
      });
      it("three at most, and then cannot even read the persistent one", async () => {
        for (let slot = 0; slot < 3; slot += 1) await createPrimary(channel, RH.owner, TEMPLATE.storageEcc);
        const parameters = creation(TEMPLATE.storageEcc);
        const command = { code: CC.createPrimary, handles: [RH.owner], authorizations: [{}], parameters };
        expect(await refusal(command)).toBe("0x902");
        expect(await refusal({ code: CC.readPublic, handles: [endorsementKey] })).toBe("0x902");
        expect(await listHandles(channel, 0x80000000)).toEqual([0x80000000, 0x80000001, 0x80000002]);
        await flush(channel, 0x80000001);
        expect(await refusal({ code: CC.readPublic, handles: [endorsementKey] })).toBe("0x000");
        expect((await createPrimary(channel, RH.owner, TEMPLATE.storageEcc)).handle).toBe(0x80000001);
      });
    });

    describe("keeps keys", () => {
      const evict = (object: number, persistent: number): Promise<string> =>
        refusal({
          code: CC.evictControl,
          handles: [RH.owner, object],
          authorizations: [{}],
          parameters: new ByteWriter().u32(persistent).finish(),
        });

      it("at a persistent handle, once, until told to forget", async () => {
        const { handle, publicArea } = await createPrimary(channel, RH.owner, TEMPLATE.storageEcc);
        expect(await evict(handle, 0x81000100)).toBe("0x000");
        expect(await evict(handle, 0x81000100)).toBe("0x14c");
        expect(toHex((await readPublic(channel, 0x81000100))[0])).toBe(toHex(publicArea));
        expect(await listHandles(channel, 0x81000000)).toContain(0x81000100);
        expect(await evict(0x81000100, 0x81000100)).toBe("0x000");
        expect(await evict(0x81000100, 0x81000100)).toBe("0x28b");
      });
      it("not at the platform's handles, nor at one that is not persistent", async () => {
        const { handle } = await createPrimary(channel, RH.owner, TEMPLATE.storageEcc);
        expect(await evict(handle, 0x81800000)).toBe("0x1cd");
        expect(await evict(handle, 0x80000002)).toBe("0x1c4");
      });
    });

    describe("holds sessions", () => {
      it("three loaded at once", async () => {
        for (let count = 0; count < 3; count += 1) await startSession(channel, "hmac");
        await expect(startSession(channel, "policy")).rejects.toThrow("0x903");
      });
      it.each([
        ["short nonce", "0008 0102030405060708 0000 01 0010 000b", "0x1d5"],
        ["no such type", `0010 ${"11".repeat(16)} 0000 02 0010 000b`, "0x3c4"],
        ["no such symmetric algorithm", `0010 ${"11".repeat(16)} 0000 01 0099 000b`, "0x4d6"],
        ["no such hash", `0010 ${"11".repeat(16)} 0000 01 0010 0099`, "0x5c3"],
      ])("not with %s", async (_what, parameters, code) => {
        const command = { code: CC.startAuthSession, handles: [RH.null, RH.null], parameters: fromHex(parameters) };
        expect(await refusal(command)).toBe(code);
      });
      it("whose policy grows to the EK's own, and starts again", async () => {
        const session = await startSession(channel, "policy");
        await policySecret(channel, session);
        const digest = async (): Promise<string> =>
          toHex((await ask(channel, { code: CC.policyGetDigest, handles: [session] })).sized());
        expect(await digest()).toBe("837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa");
        await ask(channel, { code: CC.policyRestart, handles: [session] });
        expect(await digest()).toBe("00".repeat(32));
      });
      it("whose saved context loads once, and never if changed", async () => {
        const session = await startSession(channel, "policy");
        const saved = (await ask(channel, { code: CC.contextSave, handles: [session] })).rest();
        expect(await listHandles(channel, 0x02000000)).toEqual([]);
        expect(await listHandles(channel, 0x03000000)).toHaveLength(1);
        expect(await refusal({ code: CC.policyGetDigest, handles: [session] })).toBe("0x910");
        const changed = saved.slice();
        changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
        expect(await refusal({ code: CC.contextLoad, parameters: changed })).toBe("0x1df");
        expect((await ask(channel, { code: CC.contextLoad, parameters: saved })).u32()).toBe(session);
        expect(await refusal({ code: CC.contextLoad, parameters: saved })).not.toBe("0x000");
      });
    });

    describe("activates a credential", () => {
      const challenge = async (): Promise<{ srk: number; parts: readonly Uint8Array[]; key: Uint8Array }> => {
        const srk = await createPrimary(channel, RH.owner, TEMPLATE.storageRsa);
        const [endorsement] = await readPublic(channel, endorsementKey);
        const key = randomBytes(32);
        const blob = new ByteReader(makeIdentityBlob(areaOf(endorsement), areaOf(srk.publicArea), key));
        return { srk: srk.handle, key, parts: Array.from({ length: 6 }, () => blob.sized()) };
      };
      const activate = (
        srk: number,
        session: number | undefined,
        parts: readonly Uint8Array[],
      ): ReturnType<typeof send> =>
        send(channel, {
          code: CC.activateCredential,
          handles: [srk, endorsementKey],
          authorizations: [{}, session === undefined ? {} : { session }],
          parameters: concatBytes(sized(parts[0] ?? new Uint8Array()), sized(parts[1] ?? new Uint8Array())),
        });

      it("under the EK's policy, which is then spent", async () => {
        const { srk, parts } = await challenge();
        const session = await startSession(channel, "policy");
        await policySecret(channel, session);
        const { code, body } = await activate(srk, session, parts);
        expect(hex(code)).toBe("0x000");
        body.u32();
        expect(body.sized()).toHaveLength(16);
        expect(hex((await activate(srk, session, parts)).code)).toBe("0xa9d");
      });
      it("not without the policy, and not by password", async () => {
        const { srk, parts } = await challenge();
        const session = await startSession(channel, "policy");
        expect(hex((await activate(srk, session, parts)).code)).toBe("0xa9d");
        expect(hex((await activate(srk, undefined, parts)).code)).toBe("0x12f");
      });
      it("not with one bit of it changed", async () => {
        const { srk, parts } = await challenge();
        const codeWithChanged = async (place: number): Promise<string> => {
          const session = await startSession(channel, "policy");
          await policySecret(channel, session);
          const changed = parts.map((part, index) => (index === place ? flipLastBit(part) : part));
          const { code } = await activate(srk, session, changed);
          await flush(channel, session);
          return hex(code);
        };
        expect(await codeWithChanged(0)).toBe("0x1df");
        // A wrong RSA secret is TPM_RC_FAILURE to libtpms and TPM_RC_VALUE to the specification; only success would be wrong.
        expect(await codeWithChanged(1)).not.toBe("0x000");
      });
      it("not for another key than it names", async () => {
        const { srk, parts } = await challenge();
        await flush(channel, srk);
        const other = await createPrimary(channel, RH.owner, TEMPLATE.storageEcc);
        const session = await startSession(channel, "policy");
        await policySecret(channel, session);
        expect(hex((await activate(other.handle, session, parts)).code)).toBe("0x1df");
      });

      it("and then imports, loads and uses the key sealed with it", async () => {
        const { srk, parts, key } = await challenge();
        const session = await startSession(channel, "policy");
        await policySecret(channel, session);
        const activated = (await activate(srk, session, parts)).body;
        activated.u32();
        const inner = activated.sized();
        const [, , duplicate = inner, seed = inner, publicArea = inner] = parts;
        const importing = (encryptionKey: Uint8Array, sealed: Uint8Array): ReturnType<typeof send> =>
          send(channel, {
            code: CC.import,
            handles: [srk],
            authorizations: [{}],
            parameters: concatBytes(...[encryptionKey, publicArea, sealed, seed].map(sized), fromHex("0006 0080 0043")),
          });
        expect(hex((await importing(inner, flipLastBit(duplicate))).code)).toBe("0x3df");
        expect(hex((await importing(randomBytes(16), duplicate)).code)).not.toBe("0x000");
        expect(hex((await importing(inner.slice(1), duplicate)).code)).toBe("0x1d5");
        const imported = (await importing(inner, duplicate)).body;
        imported.u32();
        const parameters = concatBytes(sized(imported.sized()), sized(publicArea));
        const loading = { code: CC.load, handles: [srk], authorizations: [{}], parameters };
        const handle = (await ask(channel, loading)).u32();
        const message = utf8("dps.example\n1700000000");
        const mac = await ask(channel, {
          code: CC.hmac,
          handles: [handle],
          authorizations: [{}],
          parameters: concatBytes(sized(message), fromHex("000b")),
        });
        mac.u32();
        expect(toHex(mac.sized())).toBe(createHmac("sha256", key).update(message).digest("hex"));
      });
    });

    describe("answers what it can do", () => {
      const capability = (what: number, property: number, count: number): Uint8Array =>
        new ByteWriter().u32(what).u32(property).u32(count).finish();
      it.each([
        ["unknown capability", capability(0x55, 0, 1), "0x1c4"],
        ["unknown handle type", capability(1, 0xff000000, 1), "0x2cb"],
      ])("but not an %s", async (_what, parameters, code) => {
        expect(await refusal({ code: CC.getCapability, parameters })).toBe(code);
      });
      it("the persistent EK and the certificate's index among its handles", async () => {
        expect(await listHandles(channel, 0x81000000)).toContain(endorsementKey);
        expect(await listHandles(channel, 0x01000000)).toContain(certificateIndex);
      });
      it("in portions", async () => {
        const body = await ask(channel, { code: CC.getCapability, parameters: capability(6, 0x105, 1) });
        expect(body.u8()).toBe(1);
        expect([body.u32(), body.u32(), body.u32()]).toEqual([6, 1, 0x105]);
      });
    });

    it("gives random bytes, at most a digest's worth", async () => {
      const random = async (size: number): Promise<Uint8Array> =>
        (await ask(channel, { code: CC.getRandom, parameters: new ByteWriter().u16(size).finish() })).sized();
      expect(await random(8)).toHaveLength(8);
      expect((await random(0xffff)).length).toBeLessThanOrEqual(64);
      expect(toHex(await random(16))).not.toBe(toHex(await random(16)));
    });

    it("works on after everything above", async () => {
      expect(await codeOf(encodeCommand({ code: CC.readPublic, handles: [endorsementKey] }))).toBe("0x000");
    });
  });
}

function areaOf(publicArea: Uint8Array): RsaPublicArea {
  const area = readRsaPublicArea(sized(publicArea));
  if (area === undefined) throw new Error("no RSA storage key");
  return area;
}

function flipLastBit(bytes: Uint8Array): Uint8Array {
  const changed = bytes.slice();
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  return changed;
}

/** The NV index read in halves; what follows the certificate inside it is cut off by X509Certificate's own length. */
async function readCertificate(channel: TpmChannel): Promise<Uint8Array> {
  const nv = new ByteReader((await ask(channel, { code: CC.nvReadPublic, handles: [certificateIndex] })).sized());
  nv.bytes(10);
  nv.sized();
  const length = nv.u16();
  const parts: Uint8Array[] = [];
  for (let offset = 0; offset < length; offset += 512) {
    const parameters = new ByteWriter()
      .u16(Math.min(512, length - offset))
      .u16(offset)
      .finish();
    const handles = [RH.owner, certificateIndex];
    const body = await ask(channel, { code: CC.nvRead, handles, authorizations: [{}], parameters });
    body.u32();
    parts.push(body.sized());
  }
  return concatBytes(...parts);
}
