/** One request as it came: the header's fields as a Zephyr device reads them, and the undecoded map. */
export interface DeviceRequest {
  readonly version: number;
  readonly operation: number;
  readonly group: number;
  readonly sequence: number;
  readonly command: number;
  readonly body: Uint8Array;
}

const maximumLine = 127;

/**
 * The receiving half of Zephyr's serial transport (`uart_mcumgr.c`, `serial_util.c`), written apart from the station's so
 * that the two cannot share a mistake: whole lines only, too long ones dropped in silence, length with CRC, CRC tested by
 * running it over message and CRC.
 */
export class RequestReader {
  readonly #bufferBytes: number;
  #line = "";
  #packet = Buffer.alloc(0);

  constructor(bufferBytes: number) {
    this.#bufferBytes = bufferBytes;
  }

  push(bytes: Uint8Array): DeviceRequest[] {
    const requests: DeviceRequest[] = [];
    for (const character of Buffer.from(bytes).toString("latin1")) {
      if (character !== "\n") {
        // One more than allowed is kept, so that the end of the line can tell that it was too long.
        if (this.#line.length < maximumLine) this.#line += character;
        continue;
      }
      const request = this.#takeLine(this.#line);
      this.#line = "";
      if (request !== undefined) requests.push(request);
    }
    return requests;
  }

  #takeLine(line: string): DeviceRequest | undefined {
    const marker = line.slice(0, 2);
    if (line.length + 1 > maximumLine || (marker !== "\u0006\t" && marker !== "\u0004\u0014")) return undefined;
    const raw = Buffer.from(line.slice(2), "base64");
    if (marker === "\u0006\t") this.#packet = raw;
    else if (this.#packet.length > 0) this.#packet = Buffer.concat([this.#packet, raw]);
    return this.#takePacket();
  }

  #takePacket(): DeviceRequest | undefined {
    const packet = this.#packet;
    if (packet.length > this.#bufferBytes) this.#packet = Buffer.alloc(0);
    if (packet.length < 2 || packet.length > this.#bufferBytes || packet.length < 2 + packet.readUInt16BE(0)) {
      return undefined;
    }
    this.#packet = Buffer.alloc(0);
    const message = packet.subarray(2, -2);
    const isSound = packet.length === 2 + packet.readUInt16BE(0) && bitwiseCrc(packet.subarray(2)) === 0;
    return isSound ? parseRequest(message) : undefined;
  }
}

/** A message whose length is that of its header. */
export function parseRequest(message: Buffer): DeviceRequest | undefined {
  if (message.length < 8 || message.length !== 8 + message.readUInt16BE(2)) return undefined;
  const first = message.readUInt8(0);
  return {
    version: (first >> 3) & 3,
    operation: first & 7,
    group: message.readUInt16BE(4),
    sequence: message.readUInt8(6),
    command: message.readUInt8(7),
    body: Uint8Array.from(message.subarray(8)),
  };
}

/** CRC-16 with polynomial 0x1021, bit by bit as in Zephyr's `crc16_itu_t`. */
export function bitwiseCrc(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    for (let mask = 0x80; mask > 0; mask >>= 1) {
      const carry = ((crc & 0x8000) !== 0) !== ((byte & mask) !== 0);
      crc = (crc << 1) & 0xffff;
      if (carry) crc ^= 0x1021;
    }
  }
  return crc;
}
