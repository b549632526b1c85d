import { isIP } from "node:net";
import { dpsErrors } from "../dps-errors.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether a URL leads to this very machine. */
export const isLoopback = ({ hostname }: URL): boolean => loopbackNames.has(hostname);

/**
 * The proxy a URL is reached through: `https_proxy` or HTTPS_PROXY, unless `no_proxy` or NO_PROXY names the host (lower case first,
 * and names as curl reads them: a name covers what is below it, `*` everything, a port narrows it). What is on this machine is never
 * reached through a proxy, nor is plain HTTP. Throws `dps.proxy` for what is no URL of a proxy; the value is not repeated, it may
 * hold a password.
 */
export function proxyFor(url: URL, environment: Environment = process.env): URL | undefined {
  if (url.protocol !== "https:" || isLoopback(url)) return undefined;
  const text = lookUp(environment, "https_proxy");
  if (text === undefined) return undefined;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  if (proxy === undefined || !["http:", "https:"].includes(proxy.protocol) || proxy.hostname === "") {
    throw dpsErrors.proxy("HTTPS_PROXY is not http://[USER:PASSWORD@]HOST[:PORT]");
  }
  const exceptions = (lookUp(environment, "no_proxy") ?? "").split(/[\s,]+/);
  return exceptions.some((exception) => covers(exception.toLowerCase(), url)) ? undefined : proxy;
}

/** For `proxyEnv` of node:https' Agent. */
export function proxyEnvironment(url: URL, environment?: Environment): Record<string, string> {
  const proxy = proxyFor(url, environment);
  return proxy === undefined ? {} : { https_proxy: proxy.href };
}

function covers(exception: string, { hostname, port }: URL): boolean {
  if (exception === "") return false;
  if (exception === "*") return true;
  const [, name = "", only] = /^(\[[^\]]*\]|[^:]*|[0-9a-f:]*)(?::(\d+))?$/.exec(exception) ?? [];
  if (only !== undefined && only !== (port === "" ? "443" : port)) return false;
  const bare = name.replace(/^\*?\./, "");
  if (bare === "") return false;
  return hostname === bare || (isIP(hostname) === 0 && hostname.endsWith(`.${bare}`));
}

function lookUp(environment: Environment, name: string): string | undefined {
  const value = (environment[name] ?? environment[name.toUpperCase()])?.trim();
  return value === "" ? undefined : value;
}
