import { type DeviceRequest, parseRequest } from "./request-reader.ts";

const headerBytes = 8;

/**
 * The receiving half of a transport that carries SMP messages as they are (USB bulk pipe, raw UART): header by header. A
 * message that is too long for the device's buffer is let pass unanswered, as a device without room for it must.
 */
export class RawRequestReader {
  readonly #bufferBytes: number;
  #held = Buffer.alloc(0);

  constructor(bufferBytes: number) {
    this.#bufferBytes = bufferBytes;
  }

  push(bytes: Uint8Array): DeviceRequest[] {
    const requests: DeviceRequest[] = [];
    this.#held = Buffer.concat([this.#held, bytes]);
    while (this.#held.length >= headerBytes) {
      const length = headerBytes + this.#held.readUInt16BE(2);
      if (this.#held.length < length) break;
      const request = length > this.#bufferBytes ? undefined : parseRequest(this.#held.subarray(0, length));
      this.#held = this.#held.subarray(length);
      if (request !== undefined) requests.push(request);
    }
    return requests;
  }
}
