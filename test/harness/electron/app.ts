import { EventEmitter } from "node:events";
import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";

/** An event whose default can be prevented, as Electron's. */
export function preventable<Fields extends object>(fields: Fields) {
  const event = {
    ...fields,
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true;
    },
  };
  return event;
}

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly #paths = new Map<string, string>();
  readonly #ready: Promise<void>;
  #quitting = false;

  constructor() {
    super();
    this.#ready = new Promise((resolve) => setTimeout(resolve, 0));
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => this.quit());
  }

  whenReady(): Promise<void> {
    return this.#ready;
  }

  enableSandbox(): void {
    // Chromium's sandbox is on unless this runs as root; see README.
  }

  requestSingleInstanceLock(): boolean {
    return true;
  }

  setPath(name: string, path: string): void {
    if (!isAbsolute(path) || !existsSync(path)) throw new Error("Failed to set path");
    this.#paths.set(name, path);
  }

  getPath(name: string): string {
    return this.#paths.get(name) ?? "";
  }

  getPreferredSystemLanguages(): string[] {
    return ["en-US"];
  }

  quit(): void {
    const event = preventable({});
    this.emit("before-quit", event);
    if (event.defaultPrevented || this.#quitting) return;
    this.#quitting = true;
    this.exit(0);
  }

  exit(code = 0): void {
    this.emit("will-quit", preventable({}));
    this.emit("quit", {}, code);
    process.exit(code);
  }
}

export const app = new App();
