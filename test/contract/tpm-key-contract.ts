import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ByteWriter } from "../../main/base/bytes/byte-writer.ts";
import { concatBytes, fromHex, toHex, utf8 } from "../../main/base/bytes/bytes.ts";
import type { TpmChannel } from "../../main/tpm/tpm-channel.ts";
import {
  ask,
  CC,
  createChild,
  createPrimary,
  creation,
  flush,
  flushEverything,
  RH,
  send,
  TEMPLATE,
} from "../harness/tpm-bytes.ts";
import type { TpmBench } from "./tpm-channel-contract.ts";

const hex = (code: number): string => `0x${code.toString(16).padStart(3, "0")}`;
const message = utf8("what the device signs");
const digest = (hash: string): Uint8Array => new Uint8Array(createHash(hash).update(message).digest());
const noTicket = "8024 40000007 0000";
const scheme = { rsassaSha256: "0014000b", ecdsaSha256: "0018000b", ecdsaSha384: "0018000c", none: "0010" };
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");

const rsaKey = (publicArea: Uint8Array): KeyObject =>
  createPublicKey({ key: { kty: "RSA", n: base64url(publicArea.slice(-256)), e: "AQAB" }, format: "jwk" });
const eccKey = (publicArea: Uint8Array): KeyObject => {
  const [x, y] = [publicArea.slice(-66, -34), publicArea.slice(-32)].map(base64url);
  return createPublicKey({ key: { kty: "EC", crv: "P-256", x: x ?? "", y: y ?? "" }, format: "jwk" });
};

/** Keys made under a storage key, and signatures by them: the same raw exchanges on every TPM. */
export function describeTpmKeyContract(name: string, open: () => Promise<TpmBench>): void {
  describe(`TPM key contract: ${name}`, () => {
    let bench: TpmBench;
    let channel: TpmChannel;
    let parent: number;
    beforeAll(async () => {
      bench = await open();
      channel = bench.channel;
    });
    afterEach(() => flushEverything(channel));
    afterAll(() => bench?.dispose());

    const signing = (handle: number, asked: string, hashed: Uint8Array, ticket = noTicket) => ({
      code: CC.sign,
      handles: [handle],
      authorizations: [{}],
      parameters: concatBytes(new ByteWriter().sized(hashed).finish(), fromHex(asked), fromHex(ticket)),
    });
    const refusal = async (command: Parameters<typeof send>[1]): Promise<string> =>
      hex((await send(channel, command)).code);
    const child = async (template: Uint8Array) => {
      parent = (await createPrimary(channel, RH.owner, TEMPLATE.storageEcc)).handle;
      return createChild(channel, parent, template);
    };

    it("makes a P-256 key whose ECDSA signatures verify, with either hash", async () => {
      const { handle, publicArea } = await child(TEMPLATE.signEcc);
      expect(toHex(publicArea.slice(0, TEMPLATE.signEcc.length - 4))).toBe(toHex(TEMPLATE.signEcc.slice(0, -4)));
      for (const [asked, hash] of [
        [scheme.ecdsaSha256, "sha256"],
        [scheme.ecdsaSha384, "sha384"],
      ] as const) {
        const body = await ask(channel, signing(handle, asked, digest(hash)));
        body.u32();
        expect(toHex(body.bytes(4))).toBe(asked);
        const signature = concatBytes(body.sized(), body.sized());
        expect(verify(hash, message, { key: eccKey(publicArea), dsaEncoding: "ieee-p1363" }, signature)).toBe(true);
      }
    });

    it("makes an RSA key whose PKCS #1 v1.5 signatures verify", async () => {
      const { handle, publicArea } = await child(TEMPLATE.signRsa);
      expect(toHex(publicArea.slice(0, -258))).toBe(toHex(TEMPLATE.signRsa.slice(0, -2)));
      const body = await ask(channel, signing(handle, scheme.rsassaSha256, digest("sha256")));
      body.u32();
      expect(toHex(body.bytes(4))).toBe(scheme.rsassaSha256);
      expect(verify("sha256", message, rsaKey(publicArea), body.sized())).toBe(true);
    });

    it("makes another key each time", async () => {
      const first = await child(TEMPLATE.signEcc);
      const second = await createChild(channel, parent, TEMPLATE.signEcc);
      expect(toHex(second.publicArea)).not.toBe(toHex(first.publicArea));
    });

    it.each([
      ["digest of another length", scheme.ecdsaSha256, digest("sha384"), noTicket, "0x1d5"],
      ["empty digest", scheme.ecdsaSha256, new Uint8Array(), noTicket, "0x1d5"],
      ["no scheme where the key has none", scheme.none, digest("sha256"), noTicket, "0x2d2"],
      ["no such scheme", "0099000b", digest("sha256"), noTicket, "0x2d2"],
      ["no such hash", "00180099", digest("sha256"), noTicket, "0x2c3"],
      ["ticket of another kind", scheme.ecdsaSha256, digest("sha256"), "8021 40000007 0000", "0x3d7"],
      ["no ticket", scheme.ecdsaSha256, digest("sha256"), "", "0x3da"],
    ])("refuses to sign: %s", async (...[, asked, hashed, ticket, code]) => {
      const { handle } = await child(TEMPLATE.signEcc);
      expect(await refusal(signing(handle, asked, hashed, ticket))).toBe(code);
    });

    it("refuses to sign with RSA what was asked of ECC", async () => {
      const { handle } = await child(TEMPLATE.signRsa);
      expect(await refusal(signing(handle, scheme.ecdsaSha256, digest("sha256")))).toMatch(/^0x(?:2d2|084|092)$/);
    });

    it("refuses to sign with a storage key", async () => {
      const { handle } = await createPrimary(channel, RH.owner, TEMPLATE.storageEcc);
      expect(await refusal(signing(handle, scheme.ecdsaSha256, digest("sha256")))).toBe("0x19c");
    });

    it("refuses to sign without authorization", async () => {
      const { handle } = await child(TEMPLATE.signEcc);
      const { authorizations: _none, ...command } = signing(handle, scheme.ecdsaSha256, digest("sha256"));
      expect(await refusal(command)).toBe("0x125");
    });

    it("refuses a parent that is none", async () => {
      const { handle } = await child(TEMPLATE.signEcc);
      const command = { handles: [handle], authorizations: [{}], parameters: creation(TEMPLATE.signEcc) };
      expect(await refusal({ code: CC.create, ...command })).toBe("0x18a");
    });

    it("refuses a template that does not fit together", async () => {
      const { handle } = await createPrimary(channel, RH.owner, TEMPLATE.storageEcc);
      const loose = fromHex("0023000b000404620000001000100003001000000000");
      const command = { handles: [handle], authorizations: [{}], parameters: creation(loose) };
      expect(await refusal({ code: CC.create, ...command })).toBe("0x2c2");
    });

    it("loads a key under its own parent only, and not changed", async () => {
      const { sealed, publicArea, handle } = await child(TEMPLATE.signEcc);
      await flush(channel, handle);
      const loading = (under: number, bytes: Uint8Array) => ({
        code: CC.load,
        handles: [under],
        authorizations: [{}],
        parameters: new ByteWriter().sized(bytes).sized(publicArea).finish(),
      });
      const changed = sealed.slice();
      changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
      expect(await refusal(loading(parent, changed))).toBe("0x1df");
      const other = await createPrimary(channel, RH.owner, TEMPLATE.storageRsa);
      expect(await refusal(loading(other.handle, sealed))).toBe("0x1df");
      expect(await refusal(loading(parent, sealed))).toBe("0x000");
    });

    it("keeps a key that signs at a persistent handle", async () => {
      const { handle, publicArea } = await child(TEMPLATE.signEcc);
      const evict = (object: number) => ({
        code: CC.evictControl,
        handles: [RH.owner, object],
        authorizations: [{}],
        parameters: new ByteWriter().u32(0x81000101).finish(),
      });
      await ask(channel, evict(handle));
      await flushEverything(channel);
      const body = await ask(channel, signing(0x81000101, scheme.ecdsaSha256, digest("sha256")));
      body.bytes(8);
      const signature = concatBytes(body.sized(), body.sized());
      expect(verify("sha256", message, { key: eccKey(publicArea), dsaEncoding: "ieee-p1363" }, signature)).toBe(true);
      await ask(channel, evict(0x81000101));
    });
  });
}
