import { beforeAll, describe, expect, it } from "vitest";
import { checkDeviceChain } from "../../../main/pki/validate/check-device-chain.ts";
import {
  caExtensions,
  deviceExtensions,
  purposeExtension,
  strangeExtension,
  type TestCertificate,
  testCertificate,
} from "../../harness/test-certificates.ts";

const at = new Date("2030-01-01T00:00:00Z");

describe("checkDeviceChain", () => {
  let root: TestCertificate;
  let line: TestCertificate;
  let leaf: TestCertificate;
  beforeAll(async () => {
    root = await testCertificate({ name: "root", extensions: caExtensions(1) });
    line = await testCertificate({ name: "line", issuer: root, extensions: caExtensions(0) });
    leaf = await testCertificate({ name: "unit-1", issuer: line, extensions: deviceExtensions() });
  });
  const check = (chain: readonly TestCertificate[], changes: Partial<Parameters<typeof checkDeviceChain>[1]> = {}) => {
    const issuerChain = [line.der, root.der];
    const expected = { issuerChain, commonName: "unit-1", publicKey: leaf.spki, at, ...changes };
    return () =>
      checkDeviceChain(
        chain.map(({ der }) => der),
        expected,
      );
  };
  const coded = (code: string) => expect.objectContaining({ code });

  it("takes the leaf with its intermediate, and with the root as well", () => {
    expect(check([leaf, line])).not.toThrow();
    expect(check([leaf, line, root])).not.toThrow();
  });

  it("refuses an empty, a short, an overlong and a mixed up chain", () => {
    for (const chain of [[], [leaf], [leaf, line, root, root], [leaf, root], [leaf, root, line]]) {
      expect(check(chain)).toThrow(coded("pki.bad-chain"));
    }
  });

  it("refuses another name, another key, another time", () => {
    expect(check([leaf, line], { commonName: "unit-2" })).toThrow(coded("pki.wrong-name"));
    expect(check([leaf, line], { publicKey: line.spki })).toThrow(coded("pki.wrong-key"));
    expect(check([leaf, line], { at: new Date("2041-01-01T00:00:00Z") })).toThrow(coded("pki.expired"));
  });

  it("refuses a leaf signed by somebody with the issuer's name", async () => {
    const impostor = await testCertificate({ name: "line", extensions: caExtensions() });
    const forged = await testCertificate({
      name: "unit-1",
      issuer: impostor,
      extensions: deviceExtensions(),
      key: leaf,
    });
    expect(check([forged, line])).toThrow(coded("pki.bad-chain"));
  });

  it("refuses an issuer that is no CA, or whose path length does not allow it", async () => {
    const plain = await testCertificate({ name: "line", issuer: root, extensions: deviceExtensions() });
    const below = await testCertificate({ name: "unit-1", issuer: plain, extensions: deviceExtensions(), key: leaf });
    expect(check([below, plain], { issuerChain: [plain.der, root.der] })).toThrow(coded("pki.bad-chain"));
    const narrow = await testCertificate({ name: "narrow", extensions: caExtensions(0) });
    const middle = await testCertificate({ name: "middle", issuer: narrow, extensions: caExtensions() });
    const far = await testCertificate({ name: "unit-1", issuer: middle, extensions: deviceExtensions(), key: leaf });
    expect(check([far, middle], { issuerChain: [middle.der, narrow.der] })).toThrow(coded("pki.bad-chain"));
  });

  it("refuses a leaf of another profile", async () => {
    const [constraints, usage] = deviceExtensions();
    const profiles = [
      caExtensions(),
      [],
      deviceExtensions().slice(1),
      deviceExtensions().slice(0, 2),
      [constraints!, usage!, purposeExtension("1.3.6.1.5.5.7.3.1")],
      [...deviceExtensions(), strangeExtension()],
    ];
    for (const extensions of profiles) {
      const other = await testCertificate({ name: "unit-1", issuer: line, extensions, key: leaf });
      expect(check([other, line])).toThrow(coded("pki.bad-profile"));
    }
  });

  it("refuses a certificate with a byte too many or too few", () => {
    const longer = { ...leaf, der: Uint8Array.from([...leaf.der, 0]) };
    const shorter = { ...leaf, der: leaf.der.slice(0, -1) };
    expect(check([longer, line])).toThrow(coded("pki.bad-certificate"));
    expect(check([shorter, line])).toThrow(coded("pki.bad-certificate"));
  });
});
