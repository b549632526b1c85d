import { createHash, createHmac, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ByteWriter } from "../../../main/base/bytes/byte-writer.ts";
import { concatBytes, utf8 } from "../../../main/base/bytes/bytes.ts";
import { hmac } from "../../../main/tpm/commands/hmac.ts";
import { importObject } from "../../../main/tpm/commands/import.ts";
import { load } from "../../../main/tpm/commands/load.ts";
import { encryptSeed } from "../../../main/tpm/credential/encrypt-seed.ts";
import { objectName } from "../../../main/tpm/credential/object-name.ts";
import { aesCfbEncrypt, outerWrap } from "../../../main/tpm/credential/outer-wrap.ts";
import { derivePrimaryKey } from "../../../main/tpm/endorsement-key/derive-primary-key.ts";
import { TPM_ALG } from "../../../main/tpm/spec/tpm-alg.ts";
import { TPM_RH } from "../../../main/tpm/spec/tpm-rh.ts";
import { TPMA_OBJECT } from "../../../main/tpm/spec/tpma-object.ts";
import { encodeTpmPrivate } from "../../../main/tpm/structures/tpm2b-private.ts";
import { EMPTY_PASSWORD } from "../../../main/tpm/structures/tpms-auth-command.ts";
import type { KeyedhashPublic } from "../../../main/tpm/structures/tpmt-public.ts";
import { encodeTpm2bSensitive } from "../../../main/tpm/structures/tpmt-sensitive.ts";
import { AES_128_CFB } from "../../../main/tpm/structures/tpmt-sym-def-object.ts";
import { storageRootKey } from "../../../main/tpm/templates/storage-root-key.ts";
import { type Swtpm, startSwtpm, swtpmAvailable } from "../../harness/swtpm.ts";
import { withTpm } from "./open-swtpm.ts";

describe.skipIf(!swtpmAvailable())("an HMAC key duplicated to the storage root key, as DPS sends it", () => {
  let swtpm: Swtpm;
  beforeAll(async () => {
    swtpm = await startSwtpm();
  });
  afterAll(() => swtpm?.stop());

  it("is imported, loaded, and makes the same HMAC as software", async () => {
    const [key, seedValue, innerKey, seed] = [randomBytes(32), randomBytes(32), randomBytes(16), randomBytes(32)];
    const object: KeyedhashPublic = {
      type: TPM_ALG.KEYEDHASH,
      nameAlg: TPM_ALG.SHA256,
      objectAttributes: TPMA_OBJECT.sign | TPMA_OBJECT.userWithAuth,
      authPolicy: new Uint8Array(0),
      scheme: { scheme: TPM_ALG.HMAC, hashAlg: TPM_ALG.SHA256 },
      unique: createHash("sha256").update(seedValue).update(key).digest(),
    };
    const name = objectName(object);
    const noAuth = new Uint8Array(0);
    const sensitive = encodeTpm2bSensitive({
      sensitiveType: TPM_ALG.KEYEDHASH,
      authValue: noAuth,
      seedValue,
      sensitive: key,
    });
    const innerIntegrity = createHash("sha256").update(sensitive).update(name).digest();
    const inner = aesCfbEncrypt(innerKey, new ByteWriter().sized(innerIntegrity).bytes(sensitive).finish());
    const outer = outerWrap({ hash: "sha256", keyBits: 128, seed, name }, inner);

    const made = await withTpm(swtpm, async (tpm) => {
      const parent = await derivePrimaryKey(tpm, TPM_RH.OWNER, storageRootKey);
      if (parent.publicArea.type !== TPM_ALG.RSA) throw new Error("the SRK template is RSA");
      const authorizations = [EMPTY_PASSWORD];
      const request = {
        parentHandle: parent.handle,
        encryptionKey: innerKey,
        objectPublic: object,
        duplicate: encodeTpmPrivate({ integrityOuter: outer.integrity, encryptedSensitive: outer.encrypted }),
        inSymSeed: encryptSeed(parent.publicArea, seed, "DUPLICATE"),
        symmetricAlg: AES_128_CFB,
      };
      const { outPrivate } = await tpm.run(importObject, request, { authorizations });
      const loadRequest = { parentHandle: parent.handle, inPrivate: outPrivate, inPublic: object };
      const loaded = await tpm.run(load, loadRequest, { authorizations });
      expect(loaded.name).toEqual(name);
      const hmacRequest = { handle: loaded.objectHandle, buffer: utf8("sr\n1700000000"), hashAlg: TPM_ALG.SHA256 };
      return (await tpm.run(hmac, hmacRequest, { authorizations })).outHmac;
    });
    expect(concatBytes(made)).toEqual(new Uint8Array(createHmac("sha256", key).update("sr\n1700000000").digest()));
  });
});
