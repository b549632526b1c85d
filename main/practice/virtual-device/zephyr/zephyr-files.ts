import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { concatBytes } from "../../../base/bytes/bytes.ts";
import type { SmpMap } from "../../../device/smp/smp-map.ts";
import { answer, type DeviceAnswer } from "../device-answer.ts";
import type { FlashMemory } from "./flash-memory.ts";
import { smpRefusal, zephyrRefusal } from "./zephyr-answer.ts";

const fsGroup = 8;
const mountPoint = "/lfs1/";
const longestPath = 64;

const noFile = zephyrRefusal(fsGroup, 3, smpRefusal.noEntry);
const noMountPoint = zephyrRefusal(fsGroup, 14, smpRefusal.noEntry);
const readOnly = zephyrRefusal(fsGroup, 15, smpRefusal.unknown);
const noSuchHash = zephyrRefusal(fsGroup, 13, smpRefusal.badValue);
const emptyFile = zephyrRefusal(fsGroup, 16, smpRefusal.unknown);
const badValue: DeviceAnswer = { smpCode: smpRefusal.badValue };
const notSupported: DeviceAnswer = { smpCode: smpRefusal.notSupported };

interface Transfer {
  readonly state: "upload" | "download";
  readonly path: string;
  off: number;
  len: number;
}

export interface ZephyrFilesOptions {
  /** Largest piece of a file in an answer. */
  readonly pieceBytes: number;
  /** `CONFIG_MCUMGR_GRP_FS_CHECKSUM_HASH` */
  readonly hash: boolean;
  /** A file that an access hook of the application hands out to nobody (`CONFIG_MCUMGR_GRP_FS_FILE_ACCESS_HOOK`). */
  readonly hidden: string | undefined;
}

/** Zephyr's file system group with a file system at /lfs1, its behaviour and its slips as `fs_mgmt.c` has them. */
export class ZephyrFiles {
  readonly #flash: FlashMemory;
  readonly #options: ZephyrFilesOptions;
  #transfer: Transfer | undefined;

  constructor(flash: FlashMemory, options: ZephyrFilesOptions) {
    this.#flash = flash;
    this.#options = options;
  }

  answer(command: number, isWrite: boolean, fields: SmpMap): DeviceAnswer {
    if (command === 4 && isWrite) {
      this.#transfer = undefined;
      return answer();
    }
    const hashTypes = { sha256: { format: 1, size: 32 }, crc32: { format: 0, size: 4 } };
    if (command === 3 && !isWrite) return this.#options.hash ? answer({ types: hashTypes }) : notSupported;
    const { name } = fields;
    if (typeof name !== "string" || name === "" || name.length > longestPath) return badValue;
    if (command === 0) return isWrite ? this.#upload(name, fields) : this.#download(name, fields);
    if (command === 1 && !isWrite) return this.#status(name);
    if (command === 2 && !isWrite && this.#options.hash) return this.#hash(name, fields);
    return notSupported;
  }

  #upload(path: string, { off, data, len }: SmpMap): DeviceAnswer {
    if (typeof off !== "number" || !(data instanceof Uint8Array)) return badValue;
    if (off === 0 && typeof len !== "number") return badValue;
    if (!path.startsWith(mountPoint)) return noMountPoint;
    if (this.#flash.isFactory(path)) return readOnly;
    const transfer = this.#open("upload", path);
    const before = this.#flash.get(path) ?? new Uint8Array();
    if (off === 0) transfer.len = typeof len === "number" ? len : 0;
    else if (transfer.off === 0) transfer.off = before.length;
    if (off > 0 && off !== transfer.off) {
      this.#transfer = undefined;
      return zephyrRefusal(fsGroup, 11, smpRefusal.unknown, { len: transfer.off });
    }
    // The first piece begins the file anew; the offset goes on counting, which is Zephyr's own slip when it comes twice.
    this.#flash.set(path, off === 0 ? data : concatBytes(before, data));
    transfer.off += data.length;
    const reply = answer({ off: transfer.off });
    if (transfer.len > 0 && transfer.off >= transfer.len) this.#transfer = undefined;
    return reply;
  }

  #download(path: string, { off }: SmpMap): DeviceAnswer {
    if (typeof off !== "number") return badValue;
    if (path === this.#options.hidden) return { smpCode: smpRefusal.accessDenied };
    const content = this.#flash.get(path);
    if (content === undefined) return noFile;
    this.#open("download", path);
    const data = content.slice(off, off + this.#options.pieceBytes);
    return answer({ off, data, ...(off === 0 && { len: content.length }) });
  }

  #status(path: string): DeviceAnswer {
    const content = this.#flash.get(path);
    return content === undefined ? noFile : answer({ len: content.length });
  }

  #hash(path: string, { type }: SmpMap): DeviceAnswer {
    if (type !== "sha256" && type !== "crc32") return noSuchHash;
    const content = this.#flash.get(path);
    if (content === undefined) return noFile;
    if (content.length === 0) return emptyFile;
    const output = type === "crc32" ? crc32(content) : Uint8Array.from(createHash("sha256").update(content).digest());
    return answer({ type, len: content.length, output });
  }

  /** One transfer at a time: another one, or the other direction, ends it. */
  #open(state: Transfer["state"], path: string): Transfer {
    if (this.#transfer?.state !== state || this.#transfer.path !== path) {
      this.#transfer = { state, path, off: 0, len: 0 };
    }
    return this.#transfer;
  }
}
