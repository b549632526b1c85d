import type { DeviceCore } from "../device-core.ts";

/** What stock firmware keeps, by name: files under their paths, settings under their keys. Each write is one write to the flash. */
export class FlashMemory {
  readonly #core: DeviceCore;
  readonly #kind: "file" | "setting";
  /** Put there at the factory, and never changed. */
  readonly #factory: ReadonlyMap<string, Uint8Array>;

  constructor(core: DeviceCore, kind: "file" | "setting", factory: Readonly<Record<string, string>>) {
    this.#core = core;
    this.#kind = kind;
    this.#factory = new Map(Object.entries(factory).map(([name, text]) => [name, new TextEncoder().encode(text)]));
  }

  isFactory(name: string): boolean {
    return this.#factory.has(name);
  }

  get(name: string): Uint8Array | undefined {
    return this.#factory.get(name) ?? this.#core.state.flash?.[`${this.#kind}:${name}`];
  }

  set(name: string, content: Uint8Array): void {
    this.#core.update({ flash: { ...this.#core.state.flash, [`${this.#kind}:${name}`]: Uint8Array.from(content) } });
  }

  delete(name: string): void {
    const { [`${this.#kind}:${name}`]: _gone, ...rest } = this.#core.state.flash ?? {};
    this.#core.update({ flash: rest });
  }
}
