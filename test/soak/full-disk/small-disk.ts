import { closeSync, ftruncateSync, openSync, rmSync, statfsSync, statSync, writeSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const page = 4096;

/** A file system of its own, of so many bytes, whose free room is set to the page. In the mount namespace of this process only. */
export class SmallDisk {
  readonly folder: string;
  readonly #ballast: string;

  constructor(folder: string, bytes: number) {
    this.folder = folder;
    this.#ballast = join(folder, "ballast");
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", folder]);
  }

  get freePages(): number {
    return statfsSync(this.folder).bavail;
  }

  /** Fills what is free but for so many pages. */
  leaveFree(pages: number): void {
    const file = openSync(this.#ballast, "a");
    const more = this.freePages - pages;
    if (more > 0) writeSync(file, new Uint8Array(more * page));
    else ftruncateSync(file, Math.max(0, statSync(this.#ballast).size + more * page));
    closeSync(file);
  }

  makeRoom(): void {
    rmSync(this.#ballast, { force: true });
  }
}
