import { Agent } from "node:http";
import { AzureAuthorityHosts, type ClientSecretCredentialOptions } from "@azure/identity";
import { DpsError } from "../../dps-error.ts";
import { type Connection, openConnection } from "../../http/connection.ts";
import { sendRequest } from "../../http/request.ts";
import { AnswerHeaders } from "./answer-headers.ts";

/** What all of @azure/identity's credentials take. */
export type IdentityOptions = Pick<
  ClientSecretCredentialOptions,
  "authorityHost" | "disableInstanceDiscovery" | "httpClient" | "retryOptions"
>;

type HttpClient = NonNullable<IdentityOptions["httpClient"]>;
type Method = "GET" | "PUT" | "POST" | "DELETE";

export interface IdentityTransport {
  readonly options: IdentityOptions;
  /** Why the last request got no answer worth the name, which the library does not tell; undefined if it got one. */
  readonly trouble: () => DpsError | undefined;
  readonly close: () => void;
}

const bounds = { connectTimeoutMs: 5_000, timeoutMs: 15_000 };

const knownAuthorities: readonly string[] = Object.values(AzureAuthorityHosts);

/**
 * How @azure/identity reaches the authority: as the service is reached, with its proxy, extra certificates and bounds; the library's
 * own way takes no extra certificates behind a proxy. An authority that is not one of Microsoft's is taken at its word instead of
 * being looked up at Microsoft. Throws what `openConnection` does.
 */
export function openIdentityTransport(authority: string, ca?: readonly string[]): IdentityTransport {
  const connection = openConnection({ url: authority, ca, ...bounds });
  const authorityHost = authority.replace(/\/+$/, "");
  const disableInstanceDiscovery = !knownAuthorities.includes(authorityHost);
  const { options, trouble } = watchedClient(connection);
  return {
    options: { ...options, authorityHost, disableInstanceDiscovery },
    trouble,
    close: () => connection.close(),
  };
}

/**
 * A managed identity's tokens come from this machine or its link (plain HTTP, the library says where), never through a proxy; one
 * that is not there is no outage.
 */
export function openMachineTransport(): IdentityTransport {
  const agent = new Agent({ keepAlive: true });
  const close = (): void => agent.destroy();
  const connection = { baseUrl: new URL("http://localhost"), agent, ...bounds, maximumBodyBytes: 1024 * 1024, close };
  return { options: watchedClient(connection).options, trouble: () => undefined, close };
}

function watchedClient(connection: Connection): Pick<IdentityTransport, "options" | "trouble"> {
  let trouble: DpsError | undefined;
  const httpClient: HttpClient = {
    async sendRequest(request) {
      const url = new URL(request.url);
      try {
        const { status, headers, body } = await sendRequest(
          // Where a request goes is the library's decision; the agent is ours.
          { ...connection, baseUrl: new URL(url.origin) },
          {
            method: methodOf(request.method),
            target: `${url.pathname}${url.search}`,
            headers: request.headers.toJSON(),
            body: typeof request.body === "string" ? request.body : undefined,
            signal: request.abortSignal instanceof AbortSignal ? request.abortSignal : undefined,
          },
        );
        const isAway = status === 429 || status >= 500;
        trouble = isAway ? new DpsError("unreachable", `${url.host}: HTTP ${status}`) : undefined;
        return { request, status, headers: new AnswerHeaders(headers), bodyAsText: body };
      } catch (error) {
        trouble = error instanceof DpsError ? error : undefined;
        throw error;
      }
    },
  };
  // Calls to the service are repeated as a whole; here only a blip is bridged.
  const retryOptions = { maxRetries: 1, retryDelayInMs: 300 };
  return { options: { httpClient, retryOptions }, trouble: () => trouble };
}

function methodOf(method: string): Method {
  const known: readonly Method[] = ["GET", "PUT", "POST", "DELETE"];
  return known.find((each) => each === method) ?? "GET";
}
