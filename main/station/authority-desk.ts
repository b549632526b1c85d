import type { AuthorityView, SavedFile } from "../api/contract/index.ts";
import type { AuthorityDesk } from "../api/desk.ts";
import { fromBase64 } from "../base/bytes/base64.ts";
import { toBase64, utf8 } from "../base/bytes/bytes.ts";
import { verificationCertificate } from "../pki/custody/verification-certificate.ts";
import { describeCertificate } from "../pki/describe-certificate.ts";
import { derToPem } from "../pki/pem.ts";
import type { AuthorityStore } from "./authority-store.ts";
import { issuanceLeftOpen } from "./operations/issuance-left-open.ts";
import { pemChain } from "./operations/run-result.ts";
import { readCertificates } from "./operations/read-certificates.ts";
import {
  nextRevocationList,
  type RevokeParts,
  revocationListFile,
  revokeCertificate,
} from "./operations/revoke-certificate.ts";
import { authorityView, exportAuthorityChain } from "./operations/show-authority.ts";

const mostLeftOpen = 500;

/** What a screen sees and does of the station's authorities. */
export function authorityDesk(parts: RevokeParts): AuthorityDesk {
  const { authorities, records } = parts;
  return {
    list: async () => Promise.all((await authorities.list()).map((shown) => view(authorities, shown))),
    create: async (order) => {
      if (order.kind === "pilot") await authorities.createPilot(order.name);
      else if (order.kind === "root") await authorities.createRoot(order);
      else await authorities.createUnder(order.above, order);
    },
    importKey: async ({ name, base64, passphrase }) => {
      await authorities.import(name, fromBase64(base64), passphrase);
    },
    importChain: async ({ name, base64 }) => {
      await authorities.importChain(name, readCertificates(fromBase64(base64)));
    },
    attach: async ({ name, base64, pin, module, token, key }) => {
      const certificates = readCertificates(fromBase64(base64));
      await authorities.attach(name, { module, token, key }, { certificates, pin });
    },
    request: async (order) => pem(`${order.name}-request.pem`, await authorities.request(order)),
    complete: async ({ name, base64 }) => {
      await authorities.complete(name, readCertificates(fromBase64(base64)));
    },
    certify: async ({ above, base64, validityDays }) =>
      pem(`${above}-certified.pem`, pemChain(await authorities.certify(above, fromBase64(base64), validityDays))),
    exportChain: async ({ name, format }) => {
      const fileName = `${name}.${format}`;
      return saved(fileName, mediaTypes[format], exportAuthorityChain(await authorities.show(name), fileName));
    },
    prove: async ({ name, code }) =>
      pem(`${name}-proof.pem`, derToPem(await verificationCertificate(await authorities.toSign(name), code))),
    revocationList: async ({ name: authority, validityDays, format }) => {
      const { list, number, count } = await nextRevocationList({ authorities }, { authority, validityDays });
      const fileName = `${authority}-${number}.${format === "pem" ? "crl.pem" : "crl"}`;
      return { ...saved(fileName, "application/pkix-crl", revocationListFile(list, fileName)), number, count };
    },
    leftOpen: async () => (await issuanceLeftOpen({ authorities, records }, undefined)).slice(0, mostLeftOpen),
    unlock: (name, pin) => authorities.unlock(name, pin),
    revoke: async (order) => {
      const { change: _, ...revoked } = await revokeCertificate(parts, order);
      return revoked;
    },
  };
}

type Listed = Awaited<ReturnType<AuthorityStore["list"]>>[number];

async function view(authorities: AuthorityStore, shown: Listed): Promise<AuthorityView> {
  const { name, pilot, custody, subject, notAfter, warnings } = authorityView(shown);
  return {
    name,
    pilot,
    custody,
    subject,
    notAfter,
    warnings: [...warnings],
    chain: shown.chain.map((der) => {
      const one = describeCertificate(der);
      return {
        subject: one.subject,
        serialNumber: one.serialNumber,
        notBefore: one.notBefore,
        notAfter: one.notAfter,
        sha256: one.sha256,
      };
    }),
    token: shown.token ?? null,
    locked: await authorities.isLocked(name),
  };
}

const mediaTypes = {
  pem: "application/x-pem-file",
  p7b: "application/pkcs7-mime",
  cer: "application/pkix-cert",
} as const;

const saved = (fileName: string, mediaType: string, content: string | Uint8Array): SavedFile => ({
  fileName,
  mediaType,
  base64: toBase64(typeof content === "string" ? utf8(content) : content),
});

const pem = (fileName: string, text: string): SavedFile => saved(fileName, mediaTypes.pem, text);
