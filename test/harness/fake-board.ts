import { Emitter } from "../../main/base/async/emitter.ts";
import type { PortInfo } from "../../main/link/list-ports.ts";
import type { PortChange } from "../../main/link/ports/watch-ports.ts";
import type { PortBoard } from "../../main/station/fixture/port-board.ts";

/** A board on which the test plugs and pulls. */
export class FakeBoard implements PortBoard {
  ports: readonly PortInfo[] = [];
  readonly #changes = new Emitter<PortChange>();

  on(listener: (change: PortChange) => void): () => void {
    return this.#changes.on(listener);
  }

  look(): Promise<void> {
    return Promise.resolve();
  }

  /** What goes and what comes, in one word. */
  change(gone: readonly PortInfo[], come: readonly PortInfo[]): void {
    this.ports = [...this.ports.filter((port) => !gone.includes(port)), ...come];
    this.#changes.emit({ ports: this.ports, come, gone });
  }

  plug(...come: readonly PortInfo[]): void {
    this.change([], come);
  }

  pull(...gone: readonly PortInfo[]): void {
    this.change(gone, []);
  }
}

/** A Zephyr board on USB: its device and its serial ports. */
export function usbBoard(socket: string, name: string, insertion = "1"): readonly [PortInfo, PortInfo] {
  const marks = { vendorId: "2fe3", productId: "0100", insertion };
  return [
    { kind: "usb", path: `usb:${socket}`, location: socket, ...marks },
    { kind: "serial", path: `/dev/${name}`, location: `${socket}:1.0`, ...marks },
  ];
}
