import * as fc from "fast-check";
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { concatBytes, toBase64, toHex, utf8 } from "../../../../../main/base/bytes/bytes.ts";
import { checkEndorsementKey } from "../../../../../main/tpm/endorsement-key/check-endorsement-key.ts";
import { examineEndorsementKey } from "../../../../../main/tpm/endorsement-key/doctor/examine-endorsement-key.ts";
import { TPM_ALG } from "../../../../../main/tpm/spec/tpm-alg.ts";
import { decodeTpm2bPublic, encodeTpm2bPublic } from "../../../../../main/tpm/structures/tpm2b-public.ts";
import { storagePrimaryEcc, storageRootKey } from "../../../../../main/tpm/templates/storage-root-key.ts";
import { propertyRuns, propertyTimeoutMs } from "../../../../harness/hostile-inputs.ts";
import { publishedEndorsementKey } from "../../published-endorsement-key.ts";
import { nativeEndianHead, sdkKeyOfSameMachine, truncatedKey } from "./published-forms.ts";

const { publicArea: good, registrationId } = publishedEndorsementKey;
const base64 = toBase64(good);
const modulus = good.slice(60);
const parsed = decodeTpm2bPublic(good);
const rsa = parsed.type === TPM_ALG.RSA ? parsed : storageRootKey;
const jwk = { kty: "RSA", n: Buffer.from(modulus).toString("base64url"), e: "AQAB" };
const publicKey = createPublicKey({ key: jwk, format: "jwk" });
const spki = new Uint8Array(publicKey.export({ type: "spki", format: "der" }));
const pkcs1 = new Uint8Array(publicKey.export({ type: "pkcs1", format: "der" }));
const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" });
const hexLines = (bytes: Uint8Array, between: string): string =>
  toHex(bytes)
    .toUpperCase()
    .replaceAll(/(..)/g, `$1${between}`)
    .replaceAll(/(.{48})/g, "$1\r\n");
const swapped = (length: number): Uint8Array =>
  concatBytes(nativeEndianHead, modulus, new Uint8Array(length - 102 - 256));

const littleWords = (...words: readonly number[]): Uint8Array =>
  concatBytes(...words.map((word) => Uint8Array.of(word, word >> 8, word >> 16, word >> 24)));
const windowsBlob = concatBytes(utf8("RSA1"), littleWords(2048, 3, 256, 0, 0), Uint8Array.of(1, 0, 1), modulus);
const oldWindowsBlob = concatBytes(
  Uint8Array.of(6, 2, 0, 0, 0, 0xa4, 0, 0),
  utf8("RSA1"),
  littleWords(2048, 65537),
  modulus.toReversed(),
);

const exact: readonly (readonly [string, Uint8Array, string])[] = [
  ["the bare bytes", good, "tpm2b-public"],
  ["bytes with a line feed after them", concatBytes(good, Uint8Array.of(10)), "tpm2b-public"],
  ["a TPMT_PUBLIC", good.slice(2), "tpmt-public"],
  ["Base64 in lines, as base64 prints it", utf8(base64.replaceAll(/(.{76})/g, "$1\n")), "tpm2b-public"],
  ["Base64 in quotes", utf8(`"${base64}",`), "tpm2b-public"],
  ["Base64 of Base64", utf8(toBase64(utf8(base64))), "tpm2b-public"],
  ["Base64 without padding", utf8(base64.replaceAll("=", "")), "tpm2b-public"],
  ["hexadecimal text", utf8(toHex(good)), "tpm2b-public"],
  ["hexadecimal with 0x", utf8(`0x${toHex(good)}`), "tpm2b-public"],
  [
    "UTF-16, as PowerShell writes a file",
    new Uint8Array(Buffer.from(`\uFEFF${toHex(good)}\r\n`, "utf16le")),
    "tpm2b-public",
  ],
  [
    "what tpm_device_provision prints",
    utf8(`Gathering…\n\nRegistration Id:\n${registrationId}\n\nEndorsement Key:\n${base64}\n`),
    "tpm2b-public",
  ],
  [
    "an entry of the service",
    utf8(JSON.stringify({ attestation: { tpm: { endorsementKey: base64 } } })),
    "tpm2b-public",
  ],
  ["an old tpm2-tools dump", swapped(360), "native-endian-structure"],
  ["an old tpm2-tools dump with room for longer keys", swapped(616), "native-endian-structure"],
  ["its two bytes of size twice", concatBytes(Uint8Array.of(0x01, 0x3c), good), "tpm2b-public"],
  ["Base64 in an address", utf8(encodeURIComponent(base64)), "tpm2b-public"],
  ["Base64 with JSON's escapes", utf8(`"${base64.replaceAll("/", "\\/")}\\n"`), "tpm2b-public"],
  ["a list with one number more", utf8([...good, 0].join(" ")), "tpm2b-public"],
  ["a list with two numbers more", utf8([...good, 0, 10].join(",")), "tpm2b-public"],
  ["a list in a program", utf8(`const ek = [${[...good].join(", ")}];`), "tpm2b-public"],
  ["PowerShell's byte array", utf8(`${[...good].join("\r\n")}\r\n`), "tpm2b-public"],
  [
    "an array in C",
    utf8(`uint8_t ek[] = {\n${[...good].map((byte) => `0x${byte.toString(16)}`).join(", ")}\n};`),
    "tpm2b-public",
  ],
  ["its Base64", utf8(toBase64(swapped(360))), "native-endian-structure"],
];

const assumed: readonly (readonly [string, Uint8Array, string])[] = [
  ["a SubjectPublicKeyInfo", spki, "public-key-info"],
  ["a PEM file", utf8(pem), "public-key-info"],
  ["Base64 of a SubjectPublicKeyInfo", utf8(toBase64(spki)), "public-key-info"],
  ["Base64 of a PEM file", utf8(toBase64(utf8(pem))), "public-key-info"],
  ["a PKCS #1 key", pkcs1, "rsa-public-key"],
  ["PowerShell's PublicKey.Format($true)", utf8(hexLines(pkcs1, " ")), "rsa-public-key"],
  ["hexadecimal with colons", utf8(hexLines(spki, ":")), "public-key-info"],
  ["what Windows exports", windowsBlob, "rsa-public-key"],
  ["what Windows keeps, backwards", oldWindowsBlob, "rsa-public-key"],
  ["a JSON Web Key", utf8(JSON.stringify(jwk)), "rsa-public-key"],
  [
    ".NET's XML",
    utf8(`<RSAKeyValue><Modulus>${toBase64(modulus)}</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>`),
    "rsa-public-key",
  ],
  ["a bare modulus", modulus, "modulus"],
  ["a bare modulus as text", utf8(toHex(modulus)), "modulus"],
  ["a bare modulus with a zero before it", concatBytes(Uint8Array.of(0), modulus), "modulus"],
  ["openssl -modulus", utf8(`Modulus=${toHex(modulus).toUpperCase()}\n`), "modulus"],
];

const unusable: readonly (readonly [string, Uint8Array, string, RegExp])[] = [
  ["nothing", new Uint8Array(0), "nothing", /empty/],
  ["a key cut short in an issue", utf8(truncatedKey), "truncated", /missing/],
  ["80 bytes too few", utf8(toBase64(good.slice(0, 236))), "truncated", /80 of its 316 bytes/],
  ["the beginning of an old dump", nativeEndianHead, "truncated", /Only 102 bytes/],
  ["a SubjectPublicKeyInfo cut short", spki.slice(0, 200), "truncated", /cut short/],
  [
    "a storage root key",
    encodeTpm2bPublic({ ...storageRootKey, unique: modulus }),
    "other-tpm-key",
    /attributes 0x30472/,
  ],
  ["a high-range EK", encodeTpm2bPublic({ ...rsa, objectAttributes: 0x300f2 }), "other-tpm-key", /attributes 0x300f2/],
  ["another policy", encodeTpm2bPublic({ ...rsa, authPolicy: new Uint8Array(32) }), "other-tpm-key", /policy 0000/],
  ["another name algorithm", encodeTpm2bPublic({ ...rsa, nameAlg: 0xc }), "other-tpm-key", /name algorithm 0xc/],
  ["a scheme", encodeTpm2bPublic({ ...rsa, scheme: { scheme: 0x14, hashAlg: 11 } }), "other-tpm-key", /scheme 0x14/],
  [
    "a key of 3072 bits",
    encodeTpm2bPublic({ ...rsa, keyBits: 3072, unique: new Uint8Array(384) }),
    "other-tpm-key",
    /3072 bits/,
  ],
  ["an ECC key of a TPM", encodeTpm2bPublic(storagePrimaryEcc), "ecc-key", /RSA 2048/],
  ["an ECC PEM file", utf8(p256.publicKey.export({ type: "spki", format: "pem" }).toString()), "ecc-key", /RSA 2048/],
  ["a private key", utf8(p256.privateKey.export({ type: "pkcs8", format: "pem" }).toString()), "private-key", /secret/],
  [
    "a private key in DER",
    new Uint8Array(p256.privateKey.export({ type: "pkcs8", format: "der" })),
    "private-key",
    /secret/,
  ],
  ["a private JSON Web Key", utf8(JSON.stringify({ ...jwk, d: "AQAB" })), "private-key", /secret/],
  ["a private key of Windows", concatBytes(utf8("RSA2"), windowsBlob.slice(4)), "private-key", /secret/],
  ["a JSON Web Key without its numbers", utf8('{"kty":"RSA"}'), "rsa-public-key", /2048/],
  ["a byte changed in the modulus", good.with(315, (good[315] ?? 0) ^ 3), "tpm2b-public", /even|divisible|cannot/],
  ["a modulus of zeros", concatBytes(good.slice(0, 60), new Uint8Array(256)), "tpm2b-public", /fewer than 2048/],
  ["a saved context", Uint8Array.of(0xba, 0xdc, 0xc0, 0xde, 0, 0, 0, 1), "unknown", /tpm2_readpublic/],
  [
    "PowerShell's own listing",
    utf8("IsPresent : True\r\nPublicKey : System.Security.Cryptography.AsnEncodedData\r\n"),
    "unknown",
    /Format/,
  ],
  ["prose", utf8("please find the key attached"), "unknown", /no form/],
  ["a megabyte and more", new Uint8Array(1024 * 1024 + 1), "unknown", /larger/],
];

describe("examineEndorsementKey", { timeout: propertyTimeoutMs }, () => {
  it.each([base64, `${base64}\n`, sdkKeyOfSameMachine])("leaves a right key as it is", (text) => {
    expect(examineEndorsementKey(utf8(text))).toMatchObject({
      verdict: "right",
      form: "tpm2b-public",
      wrong: null,
      endorsementKey: text.trim(),
      certainty: "exact",
    });
  });

  it.each(exact)("converts exactly: %s", (_what, content, form) => {
    const examination = examineEndorsementKey(content);
    expect(examination).toMatchObject({
      verdict: "converted",
      form,
      certainty: "exact",
      endorsementKey: base64,
      registrationId,
    });
    expect(examination.wrong).toMatch(/\.$/);
  });

  it.each(assumed)("converts under an assumption that it names: %s", (_what, content, form) => {
    const examination = examineEndorsementKey(content);
    expect(examination).toMatchObject({ verdict: "assumed", form, endorsementKey: base64, registrationId });
    expect(examination.certainty).toBe("assumes-standard-template");
    expect(examination.wrong).toContain("assumes the standard EK template");
  });

  it.each(unusable)("gives no key for %s, and says why", (_what, content, form, wrong) => {
    const examination = examineEndorsementKey(content);
    expect(examination).toMatchObject({ verdict: "unusable", form, endorsementKey: null, certainty: null });
    expect(examination.registrationId).toBeNull();
    expect(examination.wrong).toMatch(wrong);
    expect(examination.what).toMatch(/^[A-Z].*\.$/);
  });

  it("tells the kind of a key that is not the EK", () => {
    const ak = encodeTpm2bPublic({ ...rsa, objectAttributes: 0x50072 });
    expect(examineEndorsementKey(ak).what).toContain("attestation key");
    expect(examineEndorsementKey(encodeTpm2bPublic({ ...storageRootKey, unique: modulus })).what).toContain("SRK");
  });

  it("refuses RSA keys of another size or exponent", () => {
    const small = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey;
    const odd = createPublicKey({ key: { ...jwk, e: "Aw" }, format: "jwk" });
    const der = (key: typeof small) => new Uint8Array(key.export({ type: "spki", format: "der" }));
    expect(examineEndorsementKey(der(small)).wrong).toContain("1024");
    expect(examineEndorsementKey(der(odd)).wrong).toContain("65537");
  });

  it("claims nothing of random bytes or texts, and never throws", () => {
    const text = fc.string({ maxLength: 600 }).map(utf8);
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 700 }), fc.uint8Array({ minLength: 256, maxLength: 257 }), text),
        (content) => {
          const examination = examineEndorsementKey(content);
          expect(examination.certainty).not.toBe("exact");
        },
      ),
      { numRuns: propertyRuns(500) },
    );
  });

  /** Patterns that look back from every character would take minutes. */
  it("looks at large files once, whatever is in them", () => {
    const pieces = [
      " ",
      " \n",
      "\n",
      '"',
      ",",
      "'",
      "0f:",
      "rsa: ",
      "Modulus: ",
      "-----BEGIN A-----",
      "<Modulus>",
      "\\n",
      "[1,",
    ];
    const floods = pieces.flatMap((piece) => ["", "x"].map((end) => `${piece.repeat(100_000 / piece.length)}${end}`));
    const begunMs = performance.now();
    for (const flood of floods) expect(examineEndorsementKey(utf8(flood)).endorsementKey).toBeNull();
    expect(performance.now() - begunMs).toBeLessThan(8000);
  });

  it("gives only keys that pass the station's own check, however a good one is damaged", () => {
    const forms = [...exact, ...assumed].map(([, content]) => content);
    const damage = fc.record({ form: fc.constantFrom(...forms), at: fc.nat(), byte: fc.nat(255), cut: fc.nat(400) });
    fc.assert(
      fc.property(damage, fc.boolean(), ({ form, at, byte, cut }, shorten) => {
        const content = shorten ? form.slice(0, cut) : form.with(at % form.length, byte);
        const { endorsementKey } = examineEndorsementKey(content);
        if (endorsementKey !== null) checkEndorsementKey(new Uint8Array(Buffer.from(endorsementKey, "base64")));
      }),
      { numRuns: propertyRuns(500) },
    );
  });
});
