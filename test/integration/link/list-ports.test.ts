import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { listPorts } from "../../../main/link/list-ports.ts";

/** What `udevadm info -e` prints of one adapter. */
const record = `P: /devices/virtual/x/ttyACM0
N: ttyACM0
E: DEVNAME=/dev/ttyACM0
E: ID_USB_VENDOR_ENC=Nordic\\x20Semiconductor
E: ID_VENDOR_ID=1366
E: ID_MODEL_ID=1051
E: ID_SERIAL_SHORT=000683123456
E: DEVLINKS=/dev/serial/by-id/usb-SEGGER_J-Link_000683123456-if00

`;

describe.skipIf(process.platform !== "linux")("listing ports", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "touchmark-udev-"));
    await writeFile(join(folder, "records"), record);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  it("gives what udev knows of a serial adapter", async () => {
    const program = join(folder, "udevadm");
    await writeFile(program, `#!/bin/sh\ncat "${join(folder, "records")}"\n`);
    await chmod(program, 0o755);
    vi.stubEnv("PATH", `${folder}:${process.env["PATH"] ?? ""}`);
    const ports = await listPorts();
    expect(ports.filter((port) => port.kind === "serial")).toEqual([
      {
        kind: "serial",
        path: "/dev/ttyACM0",
        manufacturer: "Nordic Semiconductor",
        serialNumber: "000683123456",
        vendorId: "1366",
        productId: "1051",
      },
    ]);
  });

  it("lists no serial port where udev is missing, instead of failing", async () => {
    vi.stubEnv("PATH", folder);
    const ports = await listPorts();
    expect(ports.filter((port) => port.kind === "serial")).toEqual([]);
  });
});
