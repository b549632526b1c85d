import { X509Certificate } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { concatBytes, fromHex, toHex, utf8 } from "../../../main/base/bytes/bytes.ts";
import { derElement } from "../../../main/base/bytes/der.ts";
import { tolerateCertificate } from "../../../main/pki/certificate/tolerate-certificate.ts";
import { describeStoredCertificate } from "../../../main/pki/describe-stored-certificate.ts";
import { judgeEndorsementCertificate } from "../../../main/pki/validate/judge-endorsement-certificate.ts";
import { faultyCertificate, type SignedFields } from "../../harness/faulty-certificate.ts";
import {
  caExtensions,
  endorsementExtensions,
  type TestCertificate,
  testCertificate,
} from "../../harness/test-certificates.ts";

const at = new Date("2030-01-01T00:00:00Z");
const time = (tag: number, text: string): Uint8Array => derElement(tag, utf8(text));
const validity = (from: Uint8Array, to: Uint8Array) => ({ validity: derElement(0x30, concatBytes(from, to)) });
const replaced = (bytes: Uint8Array, from: string, to: string): Uint8Array => fromHex(toHex(bytes).replace(from, to));

let root: TestCertificate;
let line: TestCertificate;
let stranger: TestCertificate;
let leaf: TestCertificate;

beforeAll(async () => {
  root = await testCertificate({ name: "vendor root", extensions: caExtensions() });
  line = await testCertificate({ name: "vendor line", issuer: root, extensions: caExtensions() });
  stranger = await testCertificate({ name: "stranger", extensions: caExtensions() });
  leaf = await testCertificate({ name: "ek", issuer: line, extensions: endorsementExtensions() });
});

const judge = (der: Uint8Array, roots: readonly TestCertificate[] = [root]) =>
  judgeEndorsementCertificate(der, { roots: roots.map((each) => each.der), intermediates: [line.der], at });
const faulty = (change: (fields: SignedFields) => Partial<SignedFields>, signer = line) =>
  faultyCertificate(leaf, signer, change);

/** Faults after which the meaning is still clear. */
const clear: readonly (readonly [string, (fields: SignedFields) => Partial<SignedFields>])[] = [
  ["a negative serial number", () => ({ serialNumber: Uint8Array.of(2, 2, 0x80, 1) })],
  ["a serial number of zero", () => ({ serialNumber: Uint8Array.of(2, 1, 0) })],
  ["a padded serial number", () => ({ serialNumber: Uint8Array.of(2, 3, 0, 0, 7) })],
  ["a boolean of 01", ({ extensions }) => ({ extensions: replaced(extensions, "0101ff", "010101") })],
  ["dates of 2025 as GeneralizedTime", () => validity(time(0x18, "20250101000000Z"), time(0x18, "20350101000000Z"))],
  ["dates without seconds", () => validity(time(0x17, "2501010000Z"), time(0x17, "3501010000Z"))],
  ["dates with an offset", () => validity(time(0x17, "250101000000+0100"), time(0x17, "350101000000-0500"))],
  ["four digits of year in UTCTime", () => validity(time(0x17, "20250101000000Z"), time(0x17, "20350101000000Z"))],
];

describe("an endorsement certificate with a fault in its DER", () => {
  it.each(clear)("counts with %s if a trusted issuer signed it, and not otherwise", (_what, change) => {
    const der = faulty(change);
    const judged = judge(der);
    expect(["verified", "malformed-but-readable"]).toContain(judged.verdict);
    expect(judged.accepted).toBe(true);
    expect(judge(der, []).accepted).toBe(false);
    expect(judge(faulty(change, stranger)).accepted).toBe(false);
    expect(describeStoredCertificate(der)).toMatchObject({ subject: "CN=ek", issuer: "CN=vendor line" });
  });

  it("counts with lengths longer than they need be", () => {
    const der = faulty(({ subject }) => ({
      subject: concatBytes(Uint8Array.of(0x30, 0x82, 0, subject.length - 2), subject.slice(2)),
    }));
    const judged = judge(der);
    expect(judged).toMatchObject({ accepted: true });
    expect(tolerateCertificate(der).faults).toContain("lengths longer than they need be");
  });

  it("is readable, and no more, when its date is none", () => {
    const judged = judge(faulty(() => validity(time(0x17, "2501XX000000Z"), time(0x17, "350101000000Z"))));
    expect(judged).toMatchObject({ verdict: "malformed-but-readable", accepted: false });
    expect(judged.detail).toContain("validity is no date");
    expect(judged.detail).toContain("signed by CN=vendor line");
  });

  it("does not count when it is out of date, whatever the encoding", () => {
    const judged = judge(faulty(() => validity(time(0x17, "2001010000Z"), time(0x17, "2101010000Z"))));
    expect(judged).toMatchObject({ verdict: "malformed-but-readable", accepted: false });
    expect(judged.detail).toContain("valid from 2020-01-01T00:00:00.000Z");
  });

  it("does not count when one byte of what was signed has changed", () => {
    const der = faulty(() => validity(time(0x17, "2501010000Z"), time(0x17, "3501010000Z")));
    const name = Buffer.from(der).indexOf("ek");
    expect(judge(der.with(name, 0x66))).toMatchObject({ verdict: "malformed-but-readable", accepted: false });
  });

  it("is no endorsement certificate for being malformed", async () => {
    const plain = await testCertificate({ name: "ek", issuer: line });
    const der = faultyCertificate(plain, line, () => validity(time(0x17, "2501010000Z"), time(0x17, "3501010000Z")));
    expect(judge(der)).toMatchObject({ verdict: "not-an-ek", accepted: false });
  });

  it("cannot be read when its structure is gone", () => {
    for (const der of [leaf.der.slice(0, 40), Uint8Array.of(0x30, 3, 2, 1, 1), new Uint8Array()]) {
      expect(judge(der)).toMatchObject({ verdict: "malformed", accepted: false });
      expect(describeStoredCertificate(der)).toMatchObject({ subject: null, notAfter: null });
    }
  });
});

describe("the tolerant reader", () => {
  it("says of a sound certificate what OpenSSL says, and finds no fault", () => {
    const read = tolerateCertificate(leaf.der);
    const system = new X509Certificate(leaf.der);
    expect(read).toMatchObject({ subject: system.subject, issuer: system.issuer, faults: [], ca: false });
    expect(read.serialNumber).toBe(system.serialNumber.toLowerCase().replace(/^00(?=.)/, ""));
    expect(read.notBefore).toEqual(system.validFromDate);
    expect(read.notAfter).toEqual(system.validToDate);
    expect(read.extendedKeyUsage).toEqual(["2.23.133.8.1"]);
  });
});
