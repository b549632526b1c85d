import { createHash, X509Certificate } from "node:crypto";
import { concatBytes, equalBytes } from "../../base/bytes/bytes.ts";
import type { ChunkIn } from "../../device/smp/identity-group/chunk.ts";
import { identityLimits } from "../../device/smp/identity-group/identity-group.ts";
import { splitCertificates } from "../../device/smp/identity-group/split-certificates.ts";
import { answer, type DeviceAnswer, refusal } from "./device-answer.ts";
import type { DeviceCore } from "./device-core.ts";
import { IncomingChunks } from "./incoming-chunks.ts";

/** Writing and reading the certificate chain; what is written becomes the chain in one step, or not at all. */
export class ChainCommands {
  readonly #core: DeviceCore;
  #incoming: IncomingChunks | undefined;

  constructor(core: DeviceCore) {
    this.#core = core;
  }

  write(chunk: ChunkIn & { readonly sha: Uint8Array }): DeviceAnswer {
    const stored = concatBytes(...this.#core.state.chain);
    // Also the answer to a repeated last piece: what is asked for is there already.
    if (chunk.len === stored.length && equalBytes(chunk.sha, sha256(stored))) return answer({ off: chunk.len });
    if (this.#core.state.locked) return refusal("locked");
    if (this.#hasOwnKey && this.#core.state.key === undefined) return refusal("noKey");
    if (chunk.len > identityLimits.certificateChain) return refusal("tooLarge");
    if (this.#incoming?.id !== chunk.id) {
      if (chunk.off !== 0) return refusal("badOffset", { off: 0 });
      this.#incoming = new IncomingChunks(chunk.id, chunk.len);
    }
    const refused = this.#incoming.take(chunk);
    if (refused !== undefined) return refused;
    const { whole, off } = this.#incoming;
    return whole === undefined ? answer({ off }) : this.#commit(whole, chunk.sha);
  }

  read(off: number): DeviceAnswer {
    const stored = concatBytes(...this.#core.state.chain);
    return answer({ ...this.#core.piece(stored, off), ...(stored.length > 0 && { sha: sha256(stored) }) });
  }

  #commit(whole: Uint8Array, sha: Uint8Array): DeviceAnswer {
    this.#incoming = undefined;
    if (!equalBytes(sha, sha256(whole))) return refusal("badHash");
    const chain = chainOf(whole);
    if (chain === undefined || !this.#isForOurKey(chain)) return refusal("wrongCertificate");
    this.#core.update({ chain });
    return answer({ off: whole.length });
  }

  /** Without keys of its own its key is in its TPM, where the station put it; which one it is, only the station knows. */
  get #hasOwnKey(): boolean {
    return this.#core.parts.capabilities.includes("keys");
  }

  #isForOurKey(chain: readonly Uint8Array[]): boolean {
    const [leaf] = chain;
    if (leaf === undefined || !this.#hasOwnKey) return true;
    const { publicKey } = new X509Certificate(leaf);
    const spki = Uint8Array.from(publicKey.export({ type: "spki", format: "der" }));
    return this.#core.state.key !== undefined && equalBytes(spki, this.#core.state.key.spki);
  }
}

const sha256 = (bytes: Uint8Array): Uint8Array => Uint8Array.from(createHash("sha256").update(bytes).digest());

function chainOf(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  try {
    const chain = splitCertificates(bytes);
    return chain.every((der) => new X509Certificate(der).raw.length === der.length) ? chain : undefined;
  } catch {
    return undefined;
  }
}
