import { checkCertificateRequest } from "../../pki/requests/check-certificate-request.ts";
import { need, type Step } from "./step.ts";

/** Takes the device's PKCS #10 request and checks its proof, its name and that it is for the key just made. */
export const requestCertificate: Step = {
  id: "request-certificate",
  timeoutMs: 60_000,
  async run({ findings, signal }) {
    const commonName = need(findings, "registrationId");
    const certificateRequest = await need(findings, "keys").certificateRequest(commonName, signal);
    await checkCertificateRequest(certificateRequest, { commonName, publicKey: need(findings, "publicKey") });
    return { findings: { certificateRequest }, measurements: { bytes: certificateRequest.length } };
  },
};
