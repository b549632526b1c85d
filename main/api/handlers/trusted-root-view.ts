import type { TrustedRoot } from "../../pki/trust/trust-store.ts";
import type { TrustedRootView } from "../contract/index.ts";

/** What is said of a certificate that is trusted. */
export const trustedRootView = ({
  fingerprint,
  subject,
  issuer,
  notBefore,
  notAfter,
}: TrustedRoot): TrustedRootView => ({ fingerprint, subject, issuer, notBefore, notAfter });
