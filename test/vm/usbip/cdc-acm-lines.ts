import type { ClassRequests } from "./simulated-device.ts";

/** What a host has set on a CDC-ACM port (PSTN 1.2, 6.3.10 and 6.3.12). */
export interface AcmLines {
  baudRate: number;
  dataBits: number;
  dtr: boolean;
  rts: boolean;
}

const setLineCoding = 0x20;
const getLineCoding = 0x21;
const setControlLineState = 0x22;
const sendBreak = 0x23;

/** Keeps what is set; `onChange` is told every time. */
export function acmRequests(onChange: (lines: Readonly<AcmLines>) => void): ClassRequests {
  const lines: AcmLines = { baudRate: 0, dataBits: 0, dtr: false, rts: false };
  let coding = new Uint8Array(7);
  return (setup, bytes) => {
    if (setup.request === getLineCoding) return coding;
    if (setup.request === setLineCoding && bytes.length === 7) {
      coding = Uint8Array.from(bytes);
      lines.baudRate = Buffer.from(bytes).readUInt32LE(0);
      lines.dataBits = bytes[6] ?? 0;
    } else if (setup.request === setControlLineState) {
      lines.dtr = (setup.value & 1) !== 0;
      lines.rts = (setup.value & 2) !== 0;
    } else if (setup.request !== sendBreak) {
      return "stall";
    }
    onChange({ ...lines });
    return new Uint8Array();
  };
}
