import { DpsError, type DpsFacts } from "../dps-error.ts";

/** OpenSSL verification results as Node names them (node:tls, "X509 certificate error codes"), and failed handshakes. */
const trustFailure =
  /^(?:CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|INVALID_|HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED|ERROR_IN_CERT|EPROTO$)/;

/**
 * A socket's failure as `dps.tls` (the other end is not whom we trust), `dps.proxy` (the proxy on the way refused) or
 * `dps.unreachable` (there is no other end).
 */
export function describeNetworkFailure(error: unknown, host: string, facts: DpsFacts): DpsError {
  const code = networkCode(error);
  const text = error instanceof Error ? error.message : String(error);
  const detail = `${host}: ${code === "" ? text : `${code} ${text}`}`;
  if (trustFailure.test(code)) return new DpsError("tls", detail, { ...facts, mayHaveActed: false }, error);
  if (code === "ERR_PROXY_TUNNEL") return describeTunnelFailure(error, detail);
  return new DpsError("unreachable", detail, facts, error);
}

/** The proxy's own answer to CONNECT: a refusal is somebody's decision; 5xx and silence mean that it did not get through. */
function describeTunnelFailure(error: unknown, detail: string): DpsError {
  const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 0;
  const reason = status >= 300 && status < 500 ? "proxy" : "unreachable";
  return new DpsError(reason, detail, { mayHaveActed: false }, error);
}

function networkCode(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return networkCode(error.errors[0]);
  if (!(error instanceof Error) || !("code" in error)) return "";
  return String(error.code);
}
