import type { CallTransport } from "../dps/calls/call-log.ts";

/** What a client says in its CONNECT, and what it showed in the TLS handshake. */
export interface MqttConnect {
  readonly clientId: string;
  readonly username: string;
  readonly password: string | undefined;
  /** DER, leaf first: the client proved to hold the leaf's key. */
  readonly clientChain: readonly Uint8Array[];
  readonly transport: Exclude<CallTransport, "https">;
}

export interface MqttMessage {
  readonly topic: string;
  readonly payload: string;
}

/** The service's end of one client that proved who it is. */
export interface MqttParty {
  /** Of two connections with the same name the older is closed, as MQTT has it for client ids. */
  readonly name: string;
  /** Whether this client may listen to the filter. */
  maySubscribe(filter: string): boolean;
  /** Whether this client may publish there; one that does nevertheless is disconnected. */
  mayPublish(topic: string): boolean;
  /** What to answer; `cut`: break the connection. Never rejects. */
  receive(topic: string, payload: Uint8Array): Promise<MqttMessage | "cut" | undefined>;
  /** The client is connected from now on; `send` reaches it where it has subscribed. */
  joined?(send: (message: MqttMessage) => void): void;
  left?(): void;
}

/** `undefined` refuses the connection: CONNACK 5, not authorized. */
export type Admit = (connect: MqttConnect) => MqttParty | undefined;
