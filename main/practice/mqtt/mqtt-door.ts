import type { Duplex } from "node:stream";
import type { Aedes, Client } from "aedes";
import type { Log } from "../../base/log.ts";
import { peerChain } from "../dps/server/peer-chain.ts";
import type { Admit, MqttMessage, MqttParty } from "./mqtt-party.ts";

/** The largest message of a hub; a provisioning service takes 96 KB. */
const largestPayload = 256 * 1024;
const longestText = 4096;
const mostSubscriptions = 16;

interface Guest {
  readonly chain: readonly Uint8Array[];
  readonly transport: "mqtt" | "mqtt-ws";
  readonly filters: Set<string>;
  party: MqttParty | undefined;
}

/**
 * MQTT 3.1.1, by aedes: it knows packets, keep-alive, acknowledgements and take-over of a client id. Nothing is ever passed from one
 * client to another: each talks to its own party only. Sessions, retained messages and wills are not kept.
 */
export class MqttDoor {
  readonly #admit: Admit;
  readonly #log: Log;
  readonly #guests = new WeakMap<Client, Guest>();
  #opening: Promise<Aedes> | undefined;
  #isClosed = false;

  constructor(admit: Admit, log: Log) {
    this.#admit = admit;
    this.#log = log;
  }

  /** A connection on which MQTT is spoken; `socket` is where it was proven who is at the other end. */
  take(stream: Duplex, socket: unknown, transport: "mqtt" | "mqtt-ws"): void {
    // A peer that resets is its own affair.
    stream.on("error", () => stream.destroy());
    const guest: Guest = { chain: peerChain(socket), transport, filters: new Set(), party: undefined };
    stream.once("close", () => guest.party?.left?.());
    this.#receive(stream, guest).catch((error: unknown) => {
      stream.destroy();
      this.#log.error({ error }, "practice service cannot speak MQTT");
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const broker = await this.#opening;
    const { promise, resolve } = Promise.withResolvers<void>();
    if (broker === undefined) resolve();
    else broker.close(resolve);
    await promise;
  }

  async #receive(stream: Duplex, guest: Guest): Promise<void> {
    const broker = await (this.#opening ??= this.#open());
    if (this.#isClosed || stream.destroyed) stream.destroy();
    else this.#guests.set(broker.handle(stream), guest);
  }

  /** Loaded with the first connection: a station is not to start later for what it may never need. */
  async #open(): Promise<Aedes> {
    const { Aedes } = await import("aedes");
    const broker = await Aedes.createBroker({ connectTimeout: 10_000 });
    this.#watch(broker);
    return broker;
  }

  #watch(broker: Aedes): void {
    broker.preConnect = (client, packet, done) => {
      const guest = this.#guests.get(client);
      const { clientId, username = "", password } = packet;
      if (guest !== undefined && username.length <= longestText && (password?.length ?? 0) <= longestText) {
        const { chain: clientChain, transport } = guest;
        guest.party = this.#admit({ clientId, username, password: password?.toString(), clientChain, transport });
      }
      packet.clean = true;
      delete packet.will;
      if (guest?.party !== undefined) packet.clientId = guest.party.name;
      done(null, true);
    };
    broker.authenticate = (client, _username, _password, done) => {
      done(null, this.#partyOf(client) !== undefined);
    };
    broker.authorizeSubscribe = (client, subscription, done) => {
      const guest = this.#guests.get(client);
      const allowed = guest?.party?.maySubscribe(subscription.topic) === true && guest.filters.size < mostSubscriptions;
      if (allowed) guest.filters.add(subscription.topic);
      done(null, allowed ? subscription : null);
    };
    broker.on("unsubscribe", (filters, client) => {
      for (const filter of filters) this.#guests.get(client)?.filters.delete(filter);
    });
    broker.authorizePublish = (client, packet, done) => {
      const party = client === null ? undefined : this.#partyOf(client);
      packet.retain = false;
      const fits = packet.payload.length <= largestPayload && party?.mayPublish(packet.topic) === true;
      done(fits ? null : new Error("not allowed there"));
    };
    broker.published = (packet, client, done) => {
      done();
      // The broker tells itself of its clients by messages of its own.
      if (client !== null) void this.#answer(client, packet.topic, Buffer.from(packet.payload));
    };
    broker.on("clientReady", (client) => {
      this.#partyOf(client)?.joined?.((message) => this.#send(client, message));
    });
  }

  #partyOf(client: Client): MqttParty | undefined {
    return this.#guests.get(client)?.party;
  }

  async #answer(client: Client, topic: string, payload: Uint8Array): Promise<void> {
    const answer = await this.#partyOf(client)?.receive(topic, payload);
    if (answer === "cut") client.conn.destroy();
    else if (answer !== undefined) this.#send(client, answer);
  }

  #send(client: Client, { topic, payload }: MqttMessage): void {
    const filters = [...(this.#guests.get(client)?.filters ?? [])];
    if (!filters.some((filter) => covers(filter, topic))) return;
    const message = { cmd: "publish", topic, payload, qos: 0, dup: false, retain: false } as const;
    client.publish(message, (error) => {
      if (error) this.#log.debug({ error }, "a device left before it was answered");
    });
  }
}

/** The filters clients may have end in `#` or are the topic itself. */
const covers = (filter: string, topic: string): boolean =>
  filter.endsWith("#") ? topic.startsWith(filter.slice(0, -1)) : filter === topic;
