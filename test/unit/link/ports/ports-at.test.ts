import { expect, it } from "vitest";
import type { PortInfo } from "../../../../main/link/list-ports.ts";
import { portsAt, socketOf } from "../../../../main/link/ports/ports-at.ts";

const serial = (name: string, location?: string, byPath?: string): PortInfo => ({
  kind: "serial",
  path: `/dev/${name}`,
  ...(location === undefined ? {} : { location }),
  ...(byPath === undefined ? {} : { byPath }),
});
const ports: readonly PortInfo[] = [
  serial("ttyS0"),
  serial("ttyACM11", "1-4.2:1.10", "/dev/serial/by-path/x-usb-0:4.2:1.10"),
  serial("ttyACM1", "1-4.2:1.2"),
  serial("ttyACM9", "1-4.20:1.0"),
  { kind: "usb", path: "usb:1-4.2", location: "1-4.2" },
];
const paths = (place: string) => portsAt(ports, place).map(({ path }) => path);

it("finds ports by path, by udev's link, and by their exact place", () => {
  expect(paths("/dev/ttyS0")).toEqual(["/dev/ttyS0"]);
  expect(paths("/dev/serial/by-path/x-usb-0:4.2:1.10")).toEqual(["/dev/ttyACM11"]);
  expect(paths("1-4.2:1.2")).toEqual(["/dev/ttyACM1"]);
  expect(paths("1-9")).toEqual([]);
});

it("finds all of the device in a socket, by interface, and none of the socket beside it", () => {
  expect(paths("1-4.2")).toEqual(["usb:1-4.2", "/dev/ttyACM1", "/dev/ttyACM11"]);
});

it("names the socket of a port so that it finds the port again", () => {
  expect(ports.map(socketOf)).toEqual(["/dev/ttyS0", "1-4.2", "1-4.2", "1-4.20", "1-4.2"]);
  expect(socketOf({ kind: "serial", path: "COM7", location: "Port_#0004.Hub_#0001" })).toBe("Port_#0004.Hub_#0001");
});
