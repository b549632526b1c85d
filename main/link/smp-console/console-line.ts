/** What "SMP over console" is made of (Zephyr, `mgmt/mcumgr/transport/serial.h`), for both directions. */
export const lineFeed = 0x0a;
export const startMarker = [0x06, 0x09] as const;
export const continueMarker = [0x04, 0x14] as const;

/** 124 characters of Base64; with 2 marker bytes and the line feed 127, and Zephyr drops a longer line without a word. */
export const rawBytesPerLine = 93;

/** The length field counts message and CRC in 16 bits. */
export const maximumPacketBytes = 0xffff - 2;
