import { Agent } from "node:https";
import { createRequire } from "node:module";
import { type ConnectionOptions, connect } from "node:tls";
import type * as HttpBase from "azure-iot-http-base";
import type * as Common from "azure-iot-common";
import type * as Service from "azure-iot-provisioning-service";
import { parseConnectionString } from "../../main/dps/connection-string.ts";
import type { PracticeDps } from "../../main/practice/dps/practice-dps.ts";

// CommonJS that does not tell its names to Node's modules.
const load = createRequire(import.meta.url);
const { Http, RestApiClient } = load("azure-iot-http-base") as typeof HttpBase;
const { SharedAccessSignature } = load("azure-iot-common") as typeof Common;
const { ProvisioningServiceClient } = load("azure-iot-provisioning-service") as typeof Service;

type Reached = Pick<PracticeDps, "endpoint" | "caPem" | "connectionString">;

/** Keeps its connections, as Node's own agent does, so that Microsoft's client does not pay for a handshake with every call. */
class LastingAgent extends Agent {
  readonly #to: { readonly port: number; readonly ca: string };

  constructor({ endpoint, caPem }: Reached) {
    super({ keepAlive: true });
    this.#to = { port: Number(endpoint.split(":")[1]), ca: caPem };
  }

  override createConnection(options: ConnectionOptions): ReturnType<typeof connect> {
    return connect({ ...options, ...this.#to });
  }
}

/** Microsoft's service client in plain Node, as a bench or a soak runs it; `azure-sdk.ts` is for tests. */
export function openSdkService(reached: Reached): Service.ProvisioningServiceClient {
  const { policyName, key } = parseConnectionString(reached.connectionString);
  const [host = ""] = reached.endpoint.split(":");
  const expiry = Math.floor(Date.now() / 1000) + 3600;
  const sharedAccessSignature = SharedAccessSignature.create(host, policyName, key, expiry).toString();
  const config = { host, sharedAccessSignature };
  const http = new Http();
  http.setOptions({ http: { agent: new LastingAgent(reached) } });
  const calls = new RestApiClient(config, "touchmark-test", http);
  // Each of the packages brings copies of the common ones of its own: the same classes, but other types to the compiler.
  return new ProvisioningServiceClient(config, calls as unknown as Calls);
}

type Calls = ConstructorParameters<typeof ProvisioningServiceClient>[1];
