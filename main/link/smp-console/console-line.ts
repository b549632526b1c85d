/** What "SMP over console" is made of (Zephyr, `mgmt/mcumgr/transport/serial.h`), for both directions. */
export const lineFeed = 0x0a;
export const startMarker = [0x06, 0x09] as const;
export const continueMarker = [0x04, 0x14] as const;

/** A whole line: 2 marker bytes, Base64 text, line feed. Zephyr drops a longer one without a word. */
export const maximumLineBytes = 127;
/** 124 characters of Base64. */
export const rawBytesPerLine = 93;

/** SMP header and the longest body its 16-bit length can name. */
export const maximumMessageBytes = 8 + 0xffff;
/** The length field counts message and CRC in 16 bits. */
export const maximumPacketBytes = 0xffff - 2;
