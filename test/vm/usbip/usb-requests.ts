/** The eight bytes that begin a control transfer (USB 2.0, 9.3). */
export interface Setup {
  readonly requestType: number;
  readonly request: number;
  readonly value: number;
  readonly index: number;
  readonly length: number;
}

export const parseSetup = (bytes: Buffer): Setup => ({
  requestType: bytes.readUInt8(0),
  request: bytes.readUInt8(1),
  value: bytes.readUInt16LE(2),
  index: bytes.readUInt16LE(4),
  length: bytes.readUInt16LE(6),
});

/** Requests every device answers (USB 2.0, 9.4). */
export const standardRequest = {
  getStatus: 0,
  clearFeature: 1,
  setFeature: 3,
  getDescriptor: 6,
  getConfiguration: 8,
  setConfiguration: 9,
  getInterface: 10,
  setInterface: 11,
} as const;

export const descriptorType = { device: 1, configuration: 2, text: 3 } as const;
