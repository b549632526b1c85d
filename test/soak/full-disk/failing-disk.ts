import { execFileSync } from "node:child_process";
import { truncateSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

const bytes = 64 * 2 ** 20;
/** EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH (linux/ext4.h): as if the power went; what was not synced is lost. */
const shutDown = `import fcntl,os,struct,sys
fcntl.ioctl(os.open(sys.argv[1],os.O_RDONLY),0x8004587D,struct.pack("I",2))`;

/** An ext4 of its own in a file, that can be made to fail. Only as root; in the mount namespace of this process. */
export class FailingDisk {
  readonly #image: string;
  readonly #folder: string;

  constructor(image: string, folder: string) {
    this.#image = image;
    this.#folder = folder;
  }

  /** Empty. */
  make(): void {
    writeFileSync(this.#image, "");
    truncateSync(this.#image, bytes);
    execFileSync("mkfs.ext4", ["-q", "-F", this.#image]);
    this.mount("rw");
  }

  mount(how: "rw" | "ro"): void {
    execFileSync("mount", ["-o", "loop,errors=remount-ro", this.#image, this.#folder]);
    // Not at once: what the last failure left must be mended first.
    if (how === "ro") execFileSync("mount", ["-o", "remount,ro", this.#folder]);
  }

  /** All that was written so far is on it. */
  sync(): void {
    execFileSync("sync", ["-f", this.#folder]);
  }

  /** The file system finds something wrong with itself: from now on nothing can be written. */
  lock(): void {
    const device = execFileSync("findmnt", ["-no", "SOURCE", this.#folder], { encoding: "utf8" }).trim();
    writeFileSync(`/sys/fs/ext4/${basename(device)}/trigger_fs_error`, "test");
  }

  /** Everything fails with an I/O error, and what was not synced is gone. */
  cut(): void {
    execFileSync("python3", ["-c", shutDown, this.#folder]);
  }

  unmount(): void {
    execFileSync("umount", [this.#folder]);
  }
}
