import { X509Certificate } from "node:crypto";
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { assert, constantFrom, integer, option, property, record, uniqueArray } from "fast-check";
import { describe, expect, it } from "vitest";
import { derElement } from "../../../main/base/bytes/der.ts";
import { isStationError } from "../../../main/base/errors/station-error.ts";
import { knownExtensions } from "../../../main/pki/certificate/read-extensions.ts";
import { readCertificate } from "../../../main/pki/certificate/read-certificate.ts";
import { caExtensions, deviceExtensions, strangeExtension, testCertificate } from "../../harness/test-certificates.ts";

/** What @peculiar/x509 reads in the same bytes. */
function readByLibrary(der: Uint8Array) {
  const parsed = new x509.X509Certificate(Uint8Array.from(der));
  const constraints = parsed.getExtension(x509.BasicConstraintsExtension);
  const usage = parsed.getExtension(x509.KeyUsagesExtension);
  const has = (flag: x509.KeyUsageFlags): boolean => usage !== null && (usage.usages & flag) !== 0;
  return {
    commonNames: parsed.subjectName.getField("CN"),
    // The library has words for it, OpenSSL the number.
    signatureAlgorithm: new X509Certificate(der).signatureAlgorithmOid,
    basicConstraints: constraints
      ? { ca: constraints.ca, pathLength: constraints.pathLength, critical: constraints.critical }
      : undefined,
    keyUsage: usage
      ? {
          digitalSignature: has(x509.KeyUsageFlags.digitalSignature),
          keyCertSign: has(x509.KeyUsageFlags.keyCertSign),
          cRLSign: has(x509.KeyUsageFlags.cRLSign),
          critical: usage.critical,
        }
      : undefined,
    extendedKeyUsage: parsed.getExtension(x509.ExtendedKeyUsageExtension)?.usages.map(String),
    subjectKeyIdentifier: parsed.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId,
    unknownCritical: parsed.extensions.flatMap(({ critical, type }) =>
      critical && !knownExtensions.has(type) ? [type] : [],
    ),
  };
}

function readByUs(der: Uint8Array) {
  const { der: _, system: __, ...read } = readCertificate(der);
  return read;
}

const basicConstraints = record({ ca: constantFrom(true, false), pathLength: option(integer({ min: 0, max: 9 })) }).map(
  ({ ca, pathLength }) => new x509.BasicConstraintsExtension(ca, ca ? (pathLength ?? undefined) : undefined, ca),
);
const usages = record({ bits: integer({ min: 1, max: 511 }), critical: constantFrom(true, false) }).map(
  ({ bits, critical }) => new x509.KeyUsagesExtension(bits, critical),
);
const purposes = uniqueArray(constantFrom("2.23.133.8.1", "1.3.6.1.5.5.7.3.2", "1.3.6.1.4.1.311.21.36"), {
  minLength: 1,
}).map((ids) => new x509.ExtendedKeyUsageExtension(ids));
const chosen = record({
  basicConstraints: option(basicConstraints),
  usages: option(usages),
  purposes: option(purposes),
});

describe("readCertificate", () => {
  it("finds in a certificate what @peculiar/x509 finds in it", async () => {
    const { publicKey, privateKey, spki } = await testCertificate({ name: "any" });
    const identifier = await x509.SubjectKeyIdentifierExtension.create(spki.slice().buffer);
    const samples: x509.Extension[][] = [];
    assert(
      property(chosen, ({ basicConstraints: constraints, usages: usage, purposes: purpose }) => {
        samples.push([constraints, usage, purpose, identifier].filter((extension) => extension !== null));
      }),
      { numRuns: 60 },
    );
    for (const extensions of [...samples, [], caExtensions(0), deviceExtensions(), [strangeExtension()]]) {
      const { der } = await testCertificate({ name: "unit-1", extensions, key: { publicKey, privateKey } });
      expect(readByUs(der)).toEqual(readByLibrary(der));
    }
  });

  it.each(["O=Works,CN=a,CN=b", "O=Works", "CN=Zürich ☂", "CN="])("finds the common names of %s", async (subject) => {
    const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
    const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const made = await x509.X509CertificateGenerator.createSelfSigned({ name: subject, keys });
    const der = new Uint8Array(made.rawData);
    expect(readByUs(der)).toEqual(readByLibrary(der));
  });

  const octets = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));
  it.each([
    ["a boolean of two bytes", "2.5.29.19", octets("300401020000")],
    ["a boolean that is neither 00 nor FF", "2.5.29.19", octets("3003010101")],
    ["a path length below zero", "2.5.29.19", octets("30060101ff0201ff")],
    ["bytes after the value", "2.5.29.15", octets("0302078000")],
    ["no bit string in key usage", "2.5.29.15", octets("0400")],
    ["eight unused bits", "2.5.29.15", octets("03020880")],
    ["a purpose that is no object identifier", "2.5.29.37", octets("30020500")],
    ["a key identifier that is no octet string", "2.5.29.14", octets("0500")],
    ["an extension cut short", "2.5.29.37", octets("300a0603")],
  ])("refuses %s", async (_what, id, value) => {
    const extension = new x509.Extension(id, false, Uint8Array.from(value));
    const { der } = await testCertificate({ name: "unit-1", extensions: [extension] });
    expect(() => readCertificate(der)).toThrow(
      expect.toSatisfy((error) => isStationError(error, "pki.bad-certificate")),
    );
  });

  it("refuses an extension that stands there twice", async () => {
    const twice = [new x509.Extension("1.2.3", false, derElement(5, new Uint8Array(0)).slice().buffer)];
    const { der } = await testCertificate({ name: "unit-1", extensions: [...twice, ...twice] });
    expect(() => readCertificate(der)).toThrow("twice");
  });
});
