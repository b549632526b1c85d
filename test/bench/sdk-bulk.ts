import { Agent } from "node:https";
import { createRequire } from "node:module";
import { type ConnectionOptions, connect } from "node:tls";
import type * as HttpBase from "azure-iot-http-base";
import type * as Common from "azure-iot-common";
import type * as Service from "azure-iot-provisioning-service";
import { parseConnectionString } from "../../main/dps/connection-string.ts";
import type { IndividualEnrollment } from "../../main/dps/schema/individual-enrollment.ts";
import type { PracticeReady } from "./practice-service.ts";

// CommonJS that does not tell its names to Node's modules.
const load = createRequire(import.meta.url);
const { Http, RestApiClient } = load("azure-iot-http-base") as typeof HttpBase;
const { SharedAccessSignature } = load("azure-iot-common") as typeof Common;
const { ProvisioningServiceClient } = load("azure-iot-provisioning-service") as typeof Service;

/** Keeps its connections, as Node's own agent does, so that Microsoft's client does not pay for a handshake with every call. */
class LastingAgent extends Agent {
  readonly #to: { readonly port: number; readonly ca: string };

  constructor({ endpoint, caPem }: PracticeReady) {
    super({ keepAlive: true });
    this.#to = { port: Number(endpoint.split(":")[1]), ca: caPem };
  }

  override createConnection(options: ConnectionOptions): ReturnType<typeof connect> {
    return connect({ ...options, ...this.#to });
  }
}

/** Creates ten entries a call by Microsoft's service client. The promise form of its bulk call never settles (dps.md §6.2), so the callback form. */
export function sdkBulk(ready: PracticeReady): (enrollments: readonly IndividualEnrollment[]) => Promise<void> {
  const { policyName, key } = parseConnectionString(ready.connectionString);
  const [host = ""] = ready.endpoint.split(":");
  const expiry = Math.floor(Date.now() / 1000) + 3600;
  const sharedAccessSignature = SharedAccessSignature.create(host, policyName, key, expiry).toString();
  const config = { host, sharedAccessSignature };
  const http = new Http();
  http.setOptions({ http: { agent: new LastingAgent(ready) } });
  const calls = new RestApiClient(config, "touchmark-bench", http);
  // Each of the packages brings copies of the common ones of its own: the same classes, but other types to the compiler.
  const sdk = new ProvisioningServiceClient(config, calls as unknown as Calls);
  return (enrollments) =>
    new Promise((resolve, reject) => {
      const operation = { enrollments, mode: "create" } as unknown as Operation;
      sdk.runBulkEnrollmentOperation(operation, (error) => (error ? reject(error) : resolve()));
    });
}

type Calls = ConstructorParameters<typeof ProvisioningServiceClient>[1];
type Operation = Parameters<Service.ProvisioningServiceClient["runBulkEnrollmentOperation"]>[0];
