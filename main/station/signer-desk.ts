import type { OwnSigner } from "../api/contract/index.ts";
import type { SignerDesk } from "../api/desk.ts";
import { describeCertificate } from "../pki/describe-certificate.ts";
import type { ManifestSigners } from "./manifest-signers.ts";
import type { Workshop } from "./workshop.ts";

type Signers = Pick<ManifestSigners, "own" | "create" | "trusted">;

interface SignerParts {
  readonly signers: Signers;
  readonly records: Pick<Workshop["records"], "seals">;
  /** Of the station, as it is called now. */
  readonly name: () => string;
}

/** Keys that sign manifests, with what each has sealed. */
export const signerDesk = ({ signers, records, name }: SignerParts): SignerDesk => ({
  trusted: signers.trusted,
  own: async () => {
    const sealed = new Map((await records.seals.bySigner()).map((each) => [each.signer, each]));
    const own = await signers.own();
    return own.map((signer, at): OwnSigner => {
      const { subject, issuer, notBefore, notAfter, sha256: fingerprint } = describeCertificate(certificateOf(signer));
      const { count = 0, last = null } = sealed.get(fingerprint) ?? {};
      const { name: called, pilot } = signer;
      const what = { fingerprint, subject, issuer, notBefore, notAfter };
      return { ...what, name: called, pilot, inUse: at === 0, sealed: count, lastSealed: last };
    });
  },
  make: async (authority) => {
    const { subject, sha256 } = describeCertificate(certificateOf(await signers.create(name(), authority)));
    return { subject, fingerprint: sha256 };
  },
});

const certificateOf = ({ chain }: { readonly chain: readonly Uint8Array[] }): Uint8Array =>
  chain[0] ?? new Uint8Array();
