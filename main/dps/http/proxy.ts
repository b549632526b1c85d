import { dpsErrors } from "../dps-errors.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What Node's agents read of the environment. */
export type ProxyEnvironment = Record<string, string>;

/**
 * The proxy for service calls: `https_proxy` or HTTPS_PROXY, and `no_proxy` or NO_PROXY (lower case first, as curl has it), for
 * `proxyEnv` of node:https' Agent. Throws `dps.proxy` for what is no URL of a proxy; the value is not repeated, it may hold a password.
 */
export function proxyEnvironment(environment: Environment = process.env): ProxyEnvironment {
  const proxy = lookUp(environment, "https_proxy");
  if (proxy === undefined) return {};
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol) || url.hostname === "") {
    throw dpsErrors.proxy("HTTPS_PROXY is not http://[USER:PASSWORD@]HOST[:PORT]");
  }
  const exceptions = lookUp(environment, "no_proxy");
  return { https_proxy: proxy, ...(exceptions === undefined ? {} : { no_proxy: exceptions }) };
}

function lookUp(environment: Environment, name: string): string | undefined {
  const value = (environment[name] ?? environment[name.toUpperCase()])?.trim();
  return value === "" ? undefined : value;
}
