export const packetSize = 64;

export interface DeviceNames {
  readonly vendorId: number;
  readonly productId: number;
  readonly deviceClass: number;
  readonly manufacturer: string;
  readonly product: string;
  readonly serialNumber: string;
}

const u16 = (value: number): readonly number[] => [value & 0xff, value >> 8];

/** Texts 1, 2 and 3 are manufacturer, product and serial number. */
export const deviceDescriptor = ({ vendorId, productId, deviceClass }: DeviceNames): Buffer =>
  Buffer.from([18, 1, 0, 2, deviceClass, 0, 0, packetSize, ...u16(vendorId), ...u16(productId), 0, 1, 1, 2, 3, 1]);

/** Text 0 is the list of languages: English. */
export function textDescriptor(names: DeviceNames, index: number): Buffer | undefined {
  const text = [undefined, names.manufacturer, names.product, names.serialNumber][index];
  const content =
    index === 0 ? Buffer.from([0x09, 0x04]) : text === undefined ? undefined : Buffer.from(text, "utf16le");
  return content === undefined ? undefined : Buffer.concat([Buffer.from([content.length + 2, 3]), content]);
}

const endpoint = (address: number, attributes: number, size: number, interval: number): readonly number[] =>
  [7, 5, address, attributes].concat(u16(size), interval);
const bulk = 2;
const interrupt = 3;

function configuration(interfaceCount: number, descriptors: readonly (readonly number[])[]): Buffer {
  const body = descriptors.flat();
  return Buffer.from([9, 2, ...u16(9 + body.length), interfaceCount, 1, 0, 0x80, 50, ...body]);
}

/** One interface of vendor class with a bulk pair; its name is text 2, so that reading it takes a transfer. */
export const vendorBulkConfiguration = configuration(1, [
  [9, 4, 0, 0, 2, 0xff, 0, 0, 2],
  endpoint(0x01, bulk, packetSize, 0),
  endpoint(0x81, bulk, packetSize, 0),
]);

/** An abstract control model (USB CDC 1.2, PSTN 1.2): line coding, control lines and break can be set. */
export const cdcAcmConfiguration = configuration(2, [
  [9, 4, 0, 0, 1, 2, 2, 1, 0],
  [5, 0x24, 0, 0x10, 0x01],
  [5, 0x24, 1, 0, 1],
  [4, 0x24, 2, 0x06],
  [5, 0x24, 6, 0, 1],
  endpoint(0x82, interrupt, 8, 255),
  [9, 4, 1, 0, 2, 0x0a, 0, 0, 0],
  endpoint(0x01, bulk, packetSize, 0),
  endpoint(0x81, bulk, packetSize, 0),
]);
