import { csvLine } from "../../base/csv/csv-line.ts";
import { derToPem } from "../../pki/pem.ts";
import type { KeptCertificateRequest } from "../../records/certificate-requests.ts";

/** One request (PKCS #10) as PEM. */
export const requestPem = ({ request }: KeptCertificateRequest): string => derToPem(request, "CERTIFICATE REQUEST");

/** A name of its own for each: what a unit is called may be no name of a file. */
export const requestFileName = ({ publicKeySha256 }: KeptCertificateRequest): string => `${publicKeySha256}.csr`;

const columns: readonly (readonly [string, (request: KeptCertificateRequest) => string])[] = [
  ["file", requestFileName],
  ["serialNumber", ({ unit }) => unit],
  ["registrationId", ({ registrationId }) => registrationId],
  ["publicKeySha256", ({ publicKeySha256 }) => publicKeySha256],
  ["authority", ({ authority }) => authority],
  ["lot", ({ lot }) => lot],
  ["validityDays", ({ validityDays }) => String(validityDays)],
  ["subject.O", ({ subject }) => subject.O ?? ""],
  ["subject.OU", ({ subject }) => subject.OU ?? ""],
  ["requestedAt", ({ requestedAt }) => requestedAt],
];

/** What each request is about and what the recipe wants of its certificate: RFC 4180, safe to open in a spreadsheet. */
export const requestIndex = (requests: readonly KeptCertificateRequest[], withHeader: boolean): string =>
  [
    ...(withHeader ? [csvLine(columns.map(([name]) => name))] : []),
    ...requests.map((request) => csvLine(columns.map(([, value]) => value(request)))),
  ].join("");

/** What the profile of device certificates demands, as OpenSSL takes it (`-extfile`, x509v3_config(5)). */
export const deviceExtensions = `# Extensions of a device certificate: -extfile device.cnf -extensions device (device_rsa for RSA keys)
[device]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid

[device_rsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,keyEncipherment
extendedKeyUsage = clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
`;
