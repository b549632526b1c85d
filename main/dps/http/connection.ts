import { X509Certificate } from "node:crypto";
import { Agent as PlainAgent } from "node:http";
import { Agent as TlsAgent } from "node:https";
import { createSecureContext, getCACertificates, type SecureContext } from "node:tls";
import { dpsErrors } from "../dps-errors.ts";
import { type Environment, isLoopback, proxyEnvironment } from "./proxy.ts";

/** Where calls go and within which bounds. `close()` drops the idle sockets. */
export interface Connection {
  readonly baseUrl: URL;
  readonly agent: PlainAgent;
  readonly connectTimeoutMs: number;
  readonly timeoutMs: number;
  readonly maximumBodyBytes: number;
  close(): void;
}

export interface ConnectionOptions {
  readonly url: string;
  /** Certificates (PEM) trusted besides the platform's own. */
  readonly ca?: readonly string[] | undefined;
  /** Shown to a server that asks for a client certificate: private key (PKCS #8) and chain, leaf first, both PEM. */
  readonly client?: { readonly key: string; readonly chain: string } | undefined;
  readonly connectTimeoutMs?: number | undefined;
  readonly timeoutMs?: number | undefined;
  /** Where HTTPS_PROXY and NO_PROXY are looked up; the process's own if left out. */
  readonly environment?: Environment | undefined;
}

/**
 * Throws `dps.address` for a URL that is not HTTPS (plain HTTP is allowed to this very machine), `dps.tls` for a bad CA,
 * `dps.proxy` for a proxy variable that is no URL. What is on this machine is never reached through a proxy.
 */
export function openConnection(options: ConnectionOptions): Connection {
  const baseUrl = parseBaseUrl(options.url);
  const bounds = { keepAlive: true, maxSockets: 8, maxFreeSockets: 8 };
  const proxyEnv = proxyEnvironment(baseUrl, options.environment);
  const agent =
    baseUrl.protocol === "http:"
      ? new PlainAgent(bounds)
      : new TlsAgent({ ...bounds, ...trustOptions(options), proxyEnv });
  return {
    baseUrl,
    agent,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    timeoutMs: options.timeoutMs ?? 30_000,
    maximumBodyBytes: 4 * 1024 * 1024,
    close: () => agent.destroy(),
  };
}

function parseBaseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw dpsErrors.address("not a URL");
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw dpsErrors.address("a service URL has only a host, a port and a path");
  }
  const secure = url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url));
  if (!secure) throw dpsErrors.address(`${url.origin}: only https is allowed`);
  return url;
}

/**
 * Whom TLS trusts, and what it shows of itself. `ca` replaces Node's list, so the platform's certificates are repeated; the
 * context is made once, it costs milliseconds. OpenSSL passes over text that is no certificate in silence, hence the check.
 */
export function trustOptions({ ca = [], client }: Pick<ConnectionOptions, "ca" | "client">): {
  readonly secureContext?: SecureContext;
} {
  if (ca.length === 0 && client === undefined) return {};
  try {
    const readable = ca.every((pem) => new X509Certificate(pem).raw.length > 0);
    if (!readable) throw dpsErrors.tls("an extra CA certificate is empty");
    const shown = client === undefined ? {} : { key: client.key, cert: client.chain };
    return { secureContext: createSecureContext({ ca: [...getCACertificates("default"), ...ca], ...shown }) };
  } catch (cause) {
    throw dpsErrors.tls("an extra CA certificate or the client's own is not readable PEM", cause);
  }
}
