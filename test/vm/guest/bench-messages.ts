import type { AcmLines } from "../usbip/cdc-acm-lines.ts";

export type BenchDeviceName = "bulk" | "acm";

/** What the test asks of the thread that plays the devices. */
export type BenchOrder = { readonly id: number; readonly device: BenchDeviceName } & BenchDeed;

export type BenchDeed =
  | { readonly what: "reset"; readonly as: "cable" | "unit" }
  | { readonly what: "say"; readonly bytes: Uint8Array }
  | { readonly what: "halt"; readonly endpoint: number }
  | { readonly what: "full" }
  | { readonly what: "unplug" };

/** What it answers and tells. */
export type BenchEvent =
  | { readonly type: "ready"; readonly port: number; readonly busIds: Readonly<Record<BenchDeviceName, string>> }
  | { readonly type: "done"; readonly id: number }
  | { readonly type: "bytes"; readonly device: BenchDeviceName; readonly bytes: Uint8Array }
  | { readonly type: "lines"; readonly lines: Readonly<AcmLines> };
