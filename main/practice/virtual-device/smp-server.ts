import { Mutex } from "../../base/async/mutex.ts";
import { decodeSmpMap, type SmpMap } from "../../device/smp/smp-map.ts";
import { identityGroupId } from "../../device/smp/identity-group/identity-group.ts";
import type { Link } from "../../link/link.ts";
import { answerMessage, encodeAnswerMap, frameAnswer } from "./answer-writer.ts";
import type { DeviceAnswer } from "./device-answer.ts";
import { smpResult } from "./os-commands.ts";
import { RawRequestReader } from "./raw-request-reader.ts";
import { type DeviceRequest, RequestReader } from "./request-reader.ts";

export interface SmpServerParts {
  readonly bufferBytes: number;
  /** Messages between the lines of a console, or as they are. */
  readonly framing: "console" | "raw";
  /** Firmware that knows SMP version 1 only: it answers version 2 in version 1, or drops it. */
  readonly oldProtocol?: "answers" | "drops" | undefined;
  readonly handle: (request: DeviceRequest, fields: SmpMap) => Promise<DeviceAnswer>;
  /** Sees the bytes of an answer before they leave, and may send something else, or nothing. */
  readonly send: (request: DeviceRequest, wire: Uint8Array) => Promise<void>;
  readonly onAnswered: (request: DeviceRequest, reply: DeviceAnswer) => void;
}

/** The device's end of a link: one request at a time, answered in order. */
export class SmpServer {
  readonly #parts: SmpServerParts;
  readonly #reader: RequestReader | RawRequestReader;
  readonly #turns = new Mutex();
  readonly #stop: () => void;
  #isRunning = true;

  constructor(link: Link, parts: SmpServerParts) {
    this.#parts = parts;
    const { bufferBytes, framing } = parts;
    this.#reader = framing === "raw" ? new RawRequestReader(bufferBytes) : new RequestReader(bufferBytes);
    const detach = link.listen({
      onBytes: (bytes) => this.#receive(bytes),
      onClosed: () => this.stop(),
    });
    this.#stop = detach;
  }

  stop(): void {
    this.#isRunning = false;
    this.#stop();
  }

  #receive(bytes: Uint8Array): void {
    for (const received of this.#reader.push(bytes)) {
      const { oldProtocol } = this.#parts;
      if (oldProtocol === "drops" && received.version !== 0) continue;
      const request = oldProtocol === undefined ? received : { ...received, version: 0 };
      this.#turns
        .run(() => this.#answer(request))
        // The cable is out: nobody is there to be told.
        .catch(() => this.stop());
    }
  }

  async #answer(request: DeviceRequest): Promise<void> {
    if (!this.#isRunning || request.operation > 3 || (request.operation & 1) === 1) return;
    const reply = await this.#reply(request);
    if (!this.#isRunning) return;
    const message = answerMessage(request, encodeAnswerMap(answerMap(request, reply)));
    await this.#parts.send(request, this.#parts.framing === "raw" ? message : frameAnswer(message));
    this.#parts.onAnswered(request, reply);
  }

  async #reply(request: DeviceRequest): Promise<DeviceAnswer> {
    let fields: SmpMap;
    try {
      fields = decodeSmpMap(request.body);
    } catch {
      return { smpCode: smpResult.badValue };
    }
    return await this.#parts.handle(request, fields);
  }
}

/** Refusals of the group are `err` in SMP version 2 and 256 + code in version 1; SMP's own are `rc` in both. */
function answerMap(request: DeviceRequest, reply: DeviceAnswer): SmpMap {
  if ("smpCode" in reply) return { rc: reply.smpCode };
  if (!("code" in reply)) return reply.fields;
  const { code, group = identityGroupId, legacyCode = 256 + code } = reply;
  const status = request.version === 0 ? { rc: legacyCode } : { err: { group, rc: code } };
  return { ...status, ...reply.fields };
}
