import { beforeAll, describe, expect, it } from "vitest";
import { concatBytes } from "../../../../main/base/bytes/bytes.ts";
import { certificatesInChain } from "../../../../main/tpm/endorsement-key/certificates-in-chain.ts";
import { trimToCertificate } from "../../../../main/tpm/endorsement-key/stored-certificate.ts";
import { caExtensions, testCertificate } from "../../../harness/test-certificates.ts";

let first: Uint8Array;
let second: Uint8Array;
const padding = (byte: number, length: number): Uint8Array => new Uint8Array(length).fill(byte);
const twoBytes = (number: number): Uint8Array => Uint8Array.of(number >> 8, number & 0xff);

beforeAll(async () => {
  first = (await testCertificate({ name: "first", extensions: caExtensions() })).der;
  second = (await testCertificate({ name: "second", extensions: caExtensions() })).der;
});

describe("a certificate in an NV index", () => {
  it.each([0x00, 0xff])("is taken out of padding of %s", (byte) => {
    expect(trimToCertificate(concatBytes(first, padding(byte, 300)))).toEqual(first);
  });

  it("is taken out of the header of TPM 1.2, with its second tag and without", () => {
    const full = concatBytes(Uint8Array.of(0x10, 0x02), first);
    const stored = (body: Uint8Array) =>
      concatBytes(Uint8Array.of(0x10, 0x01, 0x00), twoBytes(body.length), body, padding(0xff, 40));
    expect(trimToCertificate(stored(full))).toEqual(first);
    expect(trimToCertificate(stored(first))).toEqual(first);
  });

  it("stays as it is where there is none", () => {
    for (const bytes of [padding(0xff, 10), Uint8Array.of(0x10, 0x01, 0x00, 0x00, 0x02, 1, 2), Uint8Array.of(0x30)])
      expect(trimToCertificate(bytes)).toEqual(bytes);
  });
});

describe("the maker's intermediates", () => {
  it("may follow one another, with padding after them", () => {
    expect(certificatesInChain([concatBytes(first, second, padding(0, 20))])).toEqual([first, second]);
    expect(certificatesInChain([first, concatBytes(second, padding(0xff, 9))])).toEqual([first, second]);
  });

  it("may go on in the next index", () => {
    const all = concatBytes(first, second);
    for (const cut of [first.length + 1, first.length + 100, first.length - 5, 3])
      expect(certificatesInChain([all.slice(0, cut), all.slice(cut)])).toEqual([first, second]);
  });

  it("are found behind one that is cut off for good", () => {
    expect(certificatesInChain([first.slice(0, 50), second])).toEqual([second]);
    expect(certificatesInChain([padding(0xff, 100), Uint8Array.of(1), first])).toEqual([first]);
  });

  it("are no more than a station needs to look at", () => {
    const one = Uint8Array.of(0x30, 0);
    const many = concatBytes(...Array.from({ length: 500 }, () => one));
    expect(certificatesInChain([many, many]).length).toBeLessThanOrEqual(32);
  });
});
