import { randomInt } from "node:crypto";
import { asStationError } from "../../base/errors/base-errors.ts";
import { isStationError, type StationError } from "../../base/errors/station-error.ts";
import type { Log } from "../../base/log.ts";
import { Exchange } from "../../link/exchange.ts";
import type { Link } from "../../link/link.ts";
import { linkErrors } from "../../link/link-errors.ts";
import type { SmpFrameEvent, SmpFraming } from "../../link/smp-framing.ts";
import { deviceErrors } from "../device-errors.ts";
import type { SmpCommand, SmpPlace } from "./smp-command.ts";
import { SmpHabits } from "./smp-habits.ts";
import { decodeSmpMap, encodeSmpMap, type SmpMap } from "./smp-map.ts";
import { decodeSmpMessage, encodeSmpMessage, type SmpMessage, smpHeaderBytes, smpOperation } from "./smp-message.ts";
import { readOutcome, smpCode, type SmpOutcome } from "./smp-outcome.ts";

export interface SmpClientOptions {
  readonly framing: SmpFraming;
  /** For one attempt; a request is sent at most three times. */
  readonly requestTimeoutMs: number;
  /** What earlier units of the product have shown. */
  readonly habits?: SmpHabits | undefined;
  readonly log: Log;
}

export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
  /** Refuses a reply that fits by header but answers something else; it then counts as late. */
  readonly accepts?: (fields: SmpMap) => boolean;
}

interface Request {
  readonly message: SmpMessage;
  readonly name: string;
  readonly accepts: (fields: SmpMap) => boolean;
}

interface Reply {
  readonly message: SmpMessage;
  readonly fields: SmpMap;
  readonly outcome: SmpOutcome;
}

/** A Zephyr receive buffer if the device does not tell (`MCUMGR_TRANSPORT_NETBUF_SIZE`). */
const defaultBufferBytes = 384;
/** The first and two more: every request may arrive twice (docs/identity-group.md, "Repeating"). */
const attempts = 3;

/** SMP over one link: requests out, answers matched by operation, group, command and sequence number. */
export class SmpClient {
  /** Bytes of the longest message the device takes, header and map. */
  maximumMessage: number;
  readonly traffic = { sent: 0, received: 0 };
  readonly #link: Link;
  readonly #options: SmpClientOptions;
  readonly #habits: SmpHabits;
  readonly #exchange: Exchange<Request, Reply>;
  readonly #ended = new AbortController();
  #version: 0 | 1 = 1;
  #isHeard = false;
  #badFrames = 0;
  // A random start: what an earlier conversation still has on the way is unlikely to fit this one.
  #sequence = randomInt(256);

  constructor(link: Link, options: SmpClientOptions) {
    this.#link = link;
    this.#options = options;
    this.#habits = options.habits ?? new SmpHabits();
    const { framing } = options;
    this.maximumMessage = defaultBufferBytes - framing.bufferOverhead;
    this.#exchange = new Exchange({
      send: (request, signal) => this.#write(framing.encode(encodeSmpMessage(request.message)), signal),
      matches: ({ message, accepts }, reply) => isAnswer(message, reply.message) && accepts(reply.fields),
      describe: ({ name, message }) => `${name} (sequence ${message.sequence}) on ${link.address}`,
    });
    link.listen({
      onBytes: (bytes) => this.#receive(bytes),
      onClosed: (reason) => this.#end(reason ?? linkErrors.lost(`${link.address} was closed`)),
    });
  }

  /** Aborted when the link has ended, by either side: for who waits for something else than an answer. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Ends whatever half a message the device may hold, which would swallow the first request. */
  async wake(signal?: AbortSignal): Promise<void> {
    const { wake } = this.#options.framing;
    if (wake.length > 0) await this.#write(wake, signal);
  }

  /** Takes `buf_size` from the device, within reason and within what got through to its like. */
  useBuffer(bytes: number): void {
    const told = Math.max(bytes - this.#options.framing.bufferOverhead, 64);
    this.maximumMessage = Math.min(told, 8192, this.#habits.longestMessage);
  }

  /** Goes back to the buffer every firmware has; `false` if it is no larger now. */
  shrinkBuffer(): boolean {
    const smallest = defaultBufferBytes - this.#options.framing.bufferOverhead;
    if (this.maximumMessage <= smallest) return false;
    this.maximumMessage = smallest;
    this.#habits.lostBeyond(smallest);
    return true;
  }

  /**
   * Asks and gives the answer or its refusal. Rejects `device.too-large` (request does not fit the device),
   * `link.timeout`, `link.lost`, `station.cancelled`. Falls back to SMP version 1 if the device refuses version 2,
   * or says nothing to the very first request.
   */
  async ask<Fields extends SmpMap>(
    command: SmpCommand<Fields, unknown>,
    fields: Fields,
    options: AskOptions = {},
  ): Promise<SmpOutcome> {
    const isFirst = !this.#isHeard;
    let outcome = isFirst
      ? await this.#askFirst(command, fields, options)
      : await this.#askOnce(command, fields, options);
    if (this.#version === 1 && isVersionRefused(outcome)) {
      this.#version = 0;
      outcome = await this.#askOnce(command, fields, options);
    }
    if (isFirst) this.#habits.answeredIn(this.#version);
    return outcome;
  }

  /** Settles everything that waits and closes the link. */
  async close(): Promise<void> {
    this.#end(linkErrors.lost(`${this.#link.address} was closed`));
    await this.#link.close();
  }

  async #write(bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
    this.traffic.sent += bytes.length;
    await this.#link.write(bytes, signal);
  }

  #end(reason: StationError): void {
    this.#exchange.fail(reason);
    this.#ended.abort();
  }

  /** Each attempt in another version: firmware that knows version 1 only may drop what it does not know without a word. */
  async #askFirst(command: SmpPlace, fields: SmpMap, options: AskOptions): Promise<SmpOutcome> {
    const { version: first } = this.#habits;
    for (const version of [first, first === 1 ? 0 : 1] as const) {
      this.#version = version;
      try {
        return await this.#askOnce(command, fields, options, 1);
      } catch (error) {
        if (!isStationError(error, "link.timeout") && !isStationError(error, "link.bad-frame")) throw error;
      }
    }
    this.#version = first;
    return await this.#askOnce(command, fields, options, attempts - 2);
  }

  async #askOnce(
    command: SmpPlace,
    fields: SmpMap,
    options: AskOptions,
    times: number = attempts,
  ): Promise<SmpOutcome> {
    const message: SmpMessage = {
      version: this.#version,
      operation: smpOperation[command.operation],
      group: command.group,
      sequence: this.#nextSequence(),
      command: command.command,
      body: encodeSmpMap(fields),
    };
    const size = smpHeaderBytes + message.body.length;
    if (size > this.maximumMessage) {
      throw deviceErrors.tooLarge(`${command.name}: ${size} bytes, the device takes ${this.maximumMessage}`);
    }
    const request = { message, name: command.name, accepts: options.accepts ?? (() => true) };
    const { requestTimeoutMs } = this.#options;
    const badBefore = this.#badFrames;
    const exchangeOptions = { timeoutMs: requestTimeoutMs, attempts: times, signal: options.signal };
    try {
      const { outcome } = await this.#exchange.request(request, exchangeOptions);
      this.#isHeard = true;
      return outcome;
    } catch (error) {
      const bad = this.#badFrames - badBefore;
      // Silence and garbage are different troubles for the worker: one is a dead unit, the other a bad cable.
      if (bad === 0 || !isStationError(error, "link.timeout")) throw error;
      throw linkErrors.badFrame(`${error.detail}, but ${bad} damaged frames`, error);
    }
  }

  #nextSequence(): number {
    this.#sequence = (this.#sequence + 1) & 0xff;
    return this.#sequence;
  }

  #receive(bytes: Uint8Array): void {
    this.traffic.received += bytes.length;
    for (const event of this.#options.framing.push(bytes)) this.#hear(event);
  }

  #hear(event: SmpFrameEvent): void {
    const address = this.#link.address;
    if (event.type === "noise") this.#options.log.debug({ address, text: event.text }, "device says");
    if (event.type === "bad-frame") this.#drop(event.code);
    if (event.type === "message") this.#deliver(event.message);
  }

  #deliver(bytes: Uint8Array): void {
    try {
      const message = decodeSmpMessage(bytes);
      const fields = decodeSmpMap(message.body);
      this.#exchange.deliver({ message, fields, outcome: readOutcome(message, fields) });
    } catch (error) {
      // As if it had not come: the request is sent again, and times out if nothing better answers.
      this.#drop(asStationError(error).detail);
    }
  }

  #drop(why: string): void {
    this.#badFrames += 1;
    this.#options.log.debug({ address: this.#link.address, why }, "frame dropped");
  }
}

/** By SMP itself: a group may have such codes of its own. */
const isVersionRefused = (outcome: SmpOutcome): boolean =>
  !outcome.ok && outcome.group === undefined && (outcome.code === smpCode.tooOld || outcome.code === smpCode.tooNew);

function isAnswer(request: SmpMessage, reply: SmpMessage): boolean {
  return (
    reply.operation === (request.operation | 1) &&
    reply.group === request.group &&
    reply.command === request.command &&
    reply.sequence === request.sequence
  );
}
