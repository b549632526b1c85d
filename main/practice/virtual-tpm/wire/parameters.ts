import { ByteReader } from "../../../base/bytes/byte-reader.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { readAt } from "./read-structures.ts";
import { failure, parameterFailure } from "./tpm-failure.ts";

/** The parameter area of a command: read in order, each refusal carrying the parameter's number. */
export class Parameters {
  readonly #reader: ByteReader;
  #number = 0;

  constructor(bytes: Uint8Array) {
    this.#reader = new ByteReader(bytes, "TPM parameters");
  }

  next<Value>(read: (reader: ByteReader) => Value): Value {
    this.#number += 1;
    const number = this.#number;
    return readAt(
      (code) => parameterFailure(code, number),
      () => read(this.#reader),
    );
  }

  /** Bytes left over are TPM_RC_SIZE, without a place (TPM 2.0 Part 3, clause 5.7). */
  end(): void {
    if (this.#reader.remaining > 0) throw failure(TPM_RC_FMT1.SIZE);
  }
}
