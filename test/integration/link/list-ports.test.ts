import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeSystem } from "../../harness/fake-system.ts";
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

  it("tells the socket, by sysfs, also of a port that udev has not looked at yet, or where there is no udev", async () => {
    const system = new FakeSystem();
    const marks = { vendorId: "2fe3", productId: "0100", manufacturer: "Zephyr Project", serialNumber: "A1" };
    const path = system.plug({ socket: "1-4.2", name: "ttyACM0", interfaceNumber: 2, ...marks });
    const wanted = { kind: "serial", path, ...marks, location: "1-4.2:1.2", insertion: "1/7" };
    const serial = async () => (await listPorts(system.folders)).filter(({ kind }) => kind === "serial");
    vi.stubEnv("PATH", `${system.bin}:${process.env["PATH"] ?? ""}`);
    expect(await serial()).toEqual([wanted]);
    vi.stubEnv("PATH", folder);
    expect(await serial()).toEqual([wanted]);
    system.dispose();
  });

  it("tells what the kernel knows where udev does not answer", async () => {
    const system = new FakeSystem();
    const path = system.plug({ socket: "1-4.2", name: "ttyACM0" });
    const program = join(folder, "udevadm");
    await writeFile(program, "#!/bin/sh\nexec sleep 10\n");
    await chmod(program, 0o755);
    vi.stubEnv("PATH", `${folder}:${process.env["PATH"] ?? ""}`);
    const ports = await listPorts(system.folders);
    expect(ports.filter(({ kind }) => kind === "serial")).toMatchObject([{ path, location: "1-4.2:1.0" }]);
    system.dispose();
  });

  it("lists no serial port where udev is missing and none is on USB, instead of failing", async () => {
    vi.stubEnv("PATH", folder);
    const ports = await listPorts();
    expect(ports.filter((port) => port.kind === "serial")).toEqual([]);
  });
});
