/** One request the practice service saw, without bodies, tokens or query. */
export interface PracticeCall {
  /** Counts from 1; a gap means that older ones have left the ring. */
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
  readonly transport: CallTransport;
  readonly api: "service" | "device" | "hub";
  /** HTTP's, or MQTT's CONNECT and PUBLISH. */
  readonly method: string;
  readonly path: string;
  /** HTTP's; an MQTT connection taken is 200, one refused 401. Null: cut without an answer. */
  readonly status: number | null;
  readonly ms: number;
  /** The service's own; null where it refused nothing. */
  readonly errorCode: number | null;
  readonly trackingId: string | null;
  /** Kind of the fault that was put in, if one was. */
  readonly fault: string | null;
}

export type CallTransport = "https" | "mqtt" | "mqtt-ws";

/** The last calls, oldest first; older ones are forgotten. */
export class CallLog {
  readonly #size: number;
  readonly #calls: PracticeCall[] = [];
  #count = 0;

  constructor(size = 1000) {
    this.#size = size;
  }

  /** How many there have been. */
  get count(): number {
    return this.#count;
  }

  add(call: Omit<PracticeCall, "number">): void {
    this.#count += 1;
    this.#calls.push({ ...call, number: this.#count });
    if (this.#calls.length > this.#size) this.#calls.shift();
  }

  /** Those with a higher number than `after`, oldest first, the newest `most` of them. */
  since(after = 0, most = this.#size): readonly PracticeCall[] {
    return this.#calls.filter(({ number }) => number > after).slice(-most);
  }
}
