import { UsbBench } from "./usb-bench.ts";

/** One for all tests: plugging in takes seconds here. */
export const bench = await UsbBench.start();
