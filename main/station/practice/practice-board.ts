import { Emitter } from "../../base/async/emitter.ts";
import type { PortInfo } from "../../link/list-ports.ts";
import type { PortChange } from "../../link/ports/watch-ports.ts";
import type { PortBoard } from "../fixture/port-board.ts";

/** The virtual sockets in which a device is now, as a machine lists its ports. */
export class PracticeBoard implements PortBoard {
  #ports: readonly PortInfo[] = [];
  readonly #changes = new Emitter<PortChange>();

  get ports(): readonly PortInfo[] {
    return this.#ports;
  }

  on(listener: (change: PortChange) => void): () => void {
    return this.#changes.on(listener);
  }

  look(): Promise<void> {
    return Promise.resolve();
  }

  plugged(port: PortInfo): void {
    this.#ports = [...this.#ports, port];
    this.#changes.emit({ ports: this.#ports, come: [port], gone: [] });
  }

  pulled(location: string): void {
    const gone = this.#ports.filter((port) => port.location === location);
    if (gone.length === 0) return;
    this.#ports = this.#ports.filter((port) => port.location !== location);
    this.#changes.emit({ ports: this.#ports, come: [], gone });
  }
}
