import { describe, expect, it } from "vitest";
import { fromHex, utf8 } from "../../../../main/base/bytes/bytes.ts";
import { crc16 } from "../../../../main/link/smp-console/crc16.ts";
import { encodeSmpConsole } from "../../../../main/link/smp-console/encode-smp-console.ts";
import { LineScanner } from "../../../../main/link/smp-console/line-scanner.ts";
import { PacketCollector } from "../../../../main/link/smp-console/packet-collector.ts";
import { SmpConsoleDecoder } from "../../../../main/link/smp-console/smp-console-decoder.ts";

const line = (text: string): string => `\u0006\t${text}\n`;
const echo100 = `0a00006900000700a1616478${(100).toString(16)}${"41".repeat(100)}`;

/** Computed by an independent encoder, the first published in JPHutchins/smp. */
const vectors = [
  { name: "v2 echo write", message: "0A00000900004200A161646568656C6C6F", wire: line("ABMKAAAJAABCAKFhZGVoZWxsb0YZ") },
  { name: "v2 params read", message: "0800000100000106A0", wire: line("AAsIAAABAAABBqBEIw==") },
  {
    name: "v2 settings read",
    message: "0800000F00030200A1646E616D656870726F762F75726C",
    wire: line("ABkIAAAPAAMCAKFkbmFtZWhwcm92L3VybPNT"),
  },
];

describe("published SMP console vectors", () => {
  it("has the CRC check value of the catalogue", () => {
    expect(crc16(utf8("123456789"))).toBe(0x31c3);
  });

  it.each(vectors)("$name is encoded byte for byte", ({ message, wire }) => {
    expect(Buffer.from(encodeSmpConsole(fromHex(message))).toString("latin1")).toBe(wire);
  });

  it.each(vectors)("$name is decoded", ({ message, wire }) => {
    expect(new SmpConsoleDecoder().push(utf8(wire))).toEqual([{ type: "message", message: fromHex(message) }]);
  });

  it("frames the text of JPHutchins/smp, which is no SMP message", () => {
    const wire = line("AA9IZWxsbywgd29ybGQhet4=");
    expect(Buffer.from(encodeSmpConsole(utf8("Hello, world!"))).toString("latin1")).toBe(wire);
    const collector = new PacketCollector();
    const packets = new LineScanner().push(utf8(wire)).flatMap((scanned) => collector.push(scanned));
    expect(packets).toEqual([{ type: "packet", packet: utf8("Hello, world!") }]);
  });

  it("cuts the 113-byte echo into lines of 127 and 35 bytes", () => {
    const wire = Buffer.from(encodeSmpConsole(fromHex(echo100))).toString("latin1");
    const lines = wire.split("\n").slice(0, -1);
    expect(lines.map((text) => text.length + 1)).toEqual([127, 35]);
    expect(lines[1]).toBe("\u0004\u0014QUFBQUFBQUFBQUFBQUFBQUFBQUFBQZ+6");
    expect(new SmpConsoleDecoder().push(utf8(wire))).toEqual([{ type: "message", message: fromHex(echo100) }]);
  });
});

describe("bytes of a real Zephyr 2.5", () => {
  it("sends the echo request it accepted", () => {
    const request = fromHex("0200000900000000A161646568656C6C6F");
    expect(Buffer.from(encodeSmpConsole(request)).toString("latin1")).toBe(line("ABMCAAAJAAAAAKFhZGVoZWxsbyVv"));
  });

  it("takes its answer, whose length leaves out the CRC", () => {
    expect(new SmpConsoleDecoder().push(utf8(line("ABIDAAAKAAAAAL9hcmVoZWxsb/8GPg==")))).toEqual([
      { type: "message", message: fromHex("0300000a00000000bf61726568656c6c6fff") },
    ]);
  });
});
