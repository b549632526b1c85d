import { describe, expect, it } from "vitest";
import { openSession } from "../../../../main/device/open-session.ts";
import { memoryLinkPair } from "../../../../main/link/memory-link.ts";
import { openUsbLink } from "../../../../main/link/usb-link/usb-link.ts";
import { VirtualDevice } from "../../../../main/practice/virtual-device/virtual-device.ts";
import { busOf, UsbDouble } from "../../../harness/usb-double.ts";

const device = () => new VirtualDevice({ model: "GW-200", serialNumber: "GW200000001", framing: "raw" });

describe("a device that speaks SMP without a console", () => {
  it("makes a key and takes a registration", async () => {
    const { near, far } = memoryLinkPair("raw");
    const unit = device();
    unit.attach(far);
    const session = openSession("smp", near, { framing: "raw" });
    expect(await session.describe()).toMatchObject({ model: "GW-200", serialNumber: "GW200000001" });
    expect(await session.keys?.generate("ec-p256")).toEqual(await session.keys?.publicKey());
    const registration = {
      endpoint: "dps.example",
      idScope: "0ne00ABCDEF",
      registrationId: "gw",
      attestation: "x509",
    } as const;
    await session.registration?.write(registration);
    expect(unit.registration).toEqual(registration);
    await session.close();
  });

  it("is spoken to without a console on a USB link, with nothing to tell it so", async () => {
    const plug = new UsbDouble();
    const { near, far } = memoryLinkPair("plug");
    device().attach(far);
    near.listen({ onBytes: (bytes) => plug.say(bytes), onClosed: () => undefined });
    plug.onPacket = (packet) => void near.write(packet);
    const session = openSession("smp", await openUsbLink("usb:1-4.2", { bus: busOf(plug) }));
    expect(await session.describe()).toMatchObject({ model: "GW-200" });
    await session.close();
    await near.close();
  });
});
