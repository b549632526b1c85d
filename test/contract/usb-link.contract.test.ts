import { openUsbLink } from "../../main/link/usb-link/usb-link.ts";
import { busOf, UsbDouble } from "../harness/usb-double.ts";
import { describeLinkContract, type LinkBench } from "./link-contract.ts";

/** On a double of the WebUSB device here; on a real USB stack by `npm run test:vm`. */
async function connect(): Promise<LinkBench> {
  const device = new UsbDouble();
  const link = await openUsbLink("usb:1-4.2", { bus: busOf(device) });
  return {
    link,
    sendFromFar: (bytes) => {
      device.say(bytes);
      return Promise.resolve();
    },
    receivedAtFar: () => device.received,
    pull: () => {
      device.unplug();
      return Promise.resolve();
    },
    stall: () => {
      device.isFull = true;
    },
    dispose: () => Promise.resolve(),
  };
}

describeLinkContract("usb", connect, { canBlock: true });
