import { DpsError, type DpsFacts } from "../dps-error.ts";

/** OpenSSL verification results as Node names them (node:tls, "X509 certificate error codes"), and failed handshakes. */
const trustFailure =
  /^(?:CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|INVALID_|HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED|ERROR_IN_CERT|EPROTO$)/;

/** A socket's failure as `dps.tls` (the other end is not whom we trust) or `dps.unreachable` (there is no other end). */
export function describeNetworkFailure(error: unknown, host: string, facts: DpsFacts): DpsError {
  const code = networkCode(error);
  const text = error instanceof Error ? error.message : String(error);
  const detail = `${host}: ${code === "" ? text : `${code} ${text}`}`;
  return trustFailure.test(code)
    ? new DpsError("tls", detail, { ...facts, mayHaveActed: false }, error)
    : new DpsError("unreachable", detail, facts, error);
}

function networkCode(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return networkCode(error.errors[0]);
  if (!(error instanceof Error) || !("code" in error)) return "";
  return String(error.code);
}
