import { toPem } from "../../../main/base/bytes/pem.ts";
import type { EnrollmentGroup } from "../../../main/dps/schema/enrollment-group.ts";
import {
  caExtensions,
  deviceExtensions,
  type TestCertificate,
  testCertificate,
} from "../../harness/test-certificates.ts";
import type { DeviceCertificate } from "../field-client/device-certificate.ts";

export interface TestHierarchy {
  readonly root: TestCertificate;
  readonly factory: TestCertificate;
  readonly line: TestCertificate;
  /** A device's key with its chain: leaf, line, factory; as many of them as asked for. */
  device(
    commonName: string,
    options?: { readonly shown?: number; readonly notAfter?: Date },
  ): Promise<DeviceCertificate>;
}

export const pemOf = ({ der }: { readonly der: Uint8Array }): string => toPem("CERTIFICATE", der);

/** Root → factory → line, as a plant has it. */
export async function testHierarchy(name = "plant"): Promise<TestHierarchy> {
  const root = await testCertificate({ name: `${name} root`, extensions: caExtensions() });
  const factory = await testCertificate({ name: `${name} factory`, issuer: root, extensions: caExtensions() });
  const line = await testCertificate({ name: `${name} line 1`, issuer: factory, extensions: caExtensions(0) });
  return {
    root,
    factory,
    line,
    device: async (commonName, { shown = 3, notAfter } = {}) => {
      const order = { name: commonName, issuer: line, extensions: deviceExtensions() };
      const leaf = await testCertificate(notAfter === undefined ? order : { ...order, notAfter });
      const chain = [leaf, line, factory].slice(0, shown).map(({ der }) => der);
      return { key: leaf.privateKey, chain, pem: pemOf(leaf) };
    },
  };
}

export const signedBy = (enrollmentGroupId: string, authority: TestCertificate): EnrollmentGroup => ({
  enrollmentGroupId,
  attestation: { type: "x509", x509: { signingCertificates: { primary: { certificate: pemOf(authority) } } } },
});

export const keyGroup = (enrollmentGroupId: string, primaryKey?: string): EnrollmentGroup => ({
  enrollmentGroupId,
  attestation: { type: "symmetricKey", symmetricKey: primaryKey === undefined ? {} : { primaryKey } },
});
