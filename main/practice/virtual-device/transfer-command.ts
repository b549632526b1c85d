import type { ChunkIn, ReadRest } from "../../device/smp/identity-group/chunk.ts";
import { answer, type DeviceAnswer, refusal } from "./device-answer.ts";
import type { DeviceCore } from "./device-core.ts";
import { IncomingChunks } from "./incoming-chunks.ts";
import { soon } from "./work-clock.ts";

type Result = { readonly bytes: Uint8Array } | { readonly failed: DeviceAnswer };

/** Bytes in, work, bytes out (tpm, sign): the work is done once per transfer id, and its result kept until the next id. */
export class TransferCommand {
  readonly #core: DeviceCore;
  readonly #maximumIn: number;
  readonly #work: (input: Uint8Array) => Promise<Uint8Array> | Uint8Array;
  readonly #onFailure: DeviceAnswer;
  #incoming: IncomingChunks | undefined;
  #working: Promise<Result> | undefined;
  #result: Result | undefined;

  constructor(
    core: DeviceCore,
    options: {
      readonly maximumIn: number;
      readonly work: (input: Uint8Array) => Promise<Uint8Array> | Uint8Array;
      readonly onFailure: DeviceAnswer;
    },
  ) {
    this.#core = core;
    this.#maximumIn = options.maximumIn;
    this.#work = options.work;
    this.#onFailure = options.onFailure;
  }

  async write(chunk: ChunkIn): Promise<DeviceAnswer> {
    const incoming = this.#incoming;
    if (incoming?.id !== chunk.id) {
      // Work that has begun is finished first: what it works with takes one thing at a time.
      if (this.#working !== undefined && (await soon(this.#working)) === undefined) return answer({ wait: 50 });
      if (chunk.off !== 0) return refusal("noTransfer");
      if (chunk.len === 0 || chunk.len > this.#maximumIn) return refusal("tooLarge");
      return await this.#take(this.#start(chunk), chunk);
    }
    return await this.#take(incoming, chunk);
  }

  read({ id, off }: ReadRest): DeviceAnswer {
    if (this.#incoming?.id !== id || this.#result === undefined) return refusal("noTransfer");
    return "bytes" in this.#result ? answer(this.#core.piece(this.#result.bytes, off)) : this.#result.failed;
  }

  #start(chunk: ChunkIn): IncomingChunks {
    this.#incoming = new IncomingChunks(chunk.id, chunk.len);
    this.#working = undefined;
    this.#result = undefined;
    return this.#incoming;
  }

  async #take(incoming: IncomingChunks, chunk: ChunkIn): Promise<DeviceAnswer> {
    const refused = incoming.take(chunk);
    if (refused !== undefined) return refused;
    if (incoming.whole === undefined) return answer({ off: incoming.off });
    this.#working ??= this.#run(incoming.whole);
    const result = await soon(this.#working);
    if (result === undefined) return answer({ wait: 50 });
    return "bytes" in result ? answer({ off: incoming.off, ...this.#core.piece(result.bytes, 0) }) : result.failed;
  }

  async #run(input: Uint8Array): Promise<Result> {
    const incoming = this.#incoming;
    const result = await this.#core.clock
      .measure(async () => ({ bytes: await this.#work(input) }))
      .catch((): Result => ({ failed: this.#onFailure }));
    // After a restart in between, the result belongs to nothing any more.
    if (this.#incoming === incoming) this.#result = result;
    return result;
  }
}
