import { Agent } from "node:https";
import { createRequire } from "node:module";
import { type ConnectionOptions, connect } from "node:tls";
import { Http, RestApiClient } from "azure-iot-http-base";
import { SharedAccessSignature } from "azure-iot-common";
import { ProvisioningDeviceClient } from "azure-iot-provisioning-device";
import { Http as ProvisioningHttp } from "azure-iot-provisioning-device-http";
import { Mqtt, MqttWs } from "azure-iot-provisioning-device-mqtt";
import { ProvisioningServiceClient } from "azure-iot-provisioning-service";
import { SymmetricKeySecurityClient } from "azure-iot-security-symmetric-key";
import { X509Security } from "azure-iot-security-x509";
import { parseConnectionString } from "../../main/dps/connection-string.ts";
import type { PracticeDps } from "../../main/practice/dps/practice-dps.ts";

type Reached = Pick<PracticeDps, "endpoint" | "caPem">;

/** Where devices find the practice service, and whom to trust. */
export type SdkTarget = Reached & Pick<PracticeDps, "mqttEndpoint" | "idScope">;

/** Microsoft's SDKs know port 443 only and the system's roots: this agent goes to the practice service and trusts its CA. */
class PracticeAgent extends Agent {
  readonly #to: { readonly port: number; readonly ca: string };

  constructor({ endpoint, caPem }: Reached, keepAlive: boolean) {
    super({ keepAlive });
    this.#to = { port: Number(endpoint.split(":")[1]), ca: caPem };
  }

  override createConnection(options: ConnectionOptions): ReturnType<typeof connect> {
    return connect({ ...options, ...this.#to });
  }
}

function transport(dps: Reached, keepAlive = false): Http {
  const http = new Http();
  http.setOptions({ http: { agent: new PracticeAgent(dps, keepAlive) } });
  return http;
}

const hostOf = ({ endpoint }: Reached): string => endpoint.split(":")[0] ?? "";

/** Microsoft's service client on the practice service; `keepAlive`: one connection for many calls, as with Node's own agent. */
export function sdkServiceClient(
  dps: Reached & Pick<PracticeDps, "connectionString">,
  keepAlive = false,
): ProvisioningServiceClient {
  const { policyName, key } = parseConnectionString(dps.connectionString);
  const host = hostOf(dps);
  const expiry = Math.floor(Date.now() / 1000) + 3600;
  const sharedAccessSignature = SharedAccessSignature.create(host, policyName, key, expiry).toString();
  const config = { host, sharedAccessSignature };
  const calls = new RestApiClient(config, "touchmark-test", transport(dps, keepAlive));
  return new ProvisioningServiceClient(config, calls as unknown as ServiceCalls);
}

// Each of the packages brings copies of the common ones of its own: the same classes, but other types to the compiler.
type ServiceCalls = ConstructorParameters<typeof ProvisioningServiceClient>[1];
type SecurityClient = Parameters<typeof ProvisioningDeviceClient.create>[3];

/** What a device shows to Microsoft's device client. */
export type SdkIdentity =
  | { readonly registrationId: string; readonly symmetricKey: string }
  /** PEM; the certificate may be a chain, leaf first. */
  | { readonly registrationId: string; readonly cert: string; readonly key: string };

/** How Microsoft's device client gets there. */
export type SdkWay = "https" | "mqtt" | "mqtt-ws";

interface MqttJs {
  connect(url: string, options: object): unknown;
}

/**
 * The MQTT base of Microsoft's client, with the MQTT.js it brings itself, but led to the practice service's port and trusting its CA.
 */
function mqttBase(dps: SdkTarget): ConstructorParameters<typeof Mqtt>[0] {
  const load = createRequire(import.meta.url);
  const { MqttBase } = load("azure-iot-mqtt-base") as { MqttBase: new (provider: MqttJs) => never };
  const js = createRequire(load.resolve("azure-iot-mqtt-base"))("mqtt") as MqttJs;
  return new MqttBase({
    connect: (url, options) => {
      const { protocol, pathname } = new URL(url);
      const to = protocol === "wss:" ? dps.endpoint : dps.mqttEndpoint;
      return js.connect(`${protocol}//${to}${pathname}`, { ...options, ca: dps.caPem });
    },
  });
}

const ways = {
  https: (dps: SdkTarget) => new ProvisioningHttp(transport(dps)),
  mqtt: (dps: SdkTarget) => new Mqtt(mqttBase(dps)),
  "mqtt-ws": (dps: SdkTarget) => new MqttWs(mqttBase(dps)),
};

/** Registers by Microsoft's device client; rejects as it does. */
export async function sdkRegister(
  dps: SdkTarget,
  identity: SdkIdentity,
  by: SdkWay = "https",
): Promise<{ readonly assignedHub: string; readonly deviceId: string }> {
  const security =
    "symmetricKey" in identity
      ? new SymmetricKeySecurityClient(identity.registrationId, identity.symmetricKey)
      : new X509Security(identity.registrationId, { cert: identity.cert, key: identity.key });
  const way = ways[by](dps);
  const client = ProvisioningDeviceClient.create(hostOf(dps), dps.idScope, way, security as unknown as SecurityClient);
  const assignment = await client.register();
  if (assignment === undefined) throw new Error("registered, but to nothing");
  return assignment;
}
