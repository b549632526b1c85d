import { isAbsolute } from "node:path";
import type koffiTypes from "koffi";
import { within } from "../../../base/async/within.ts";
import { pkiErrors } from "../../pki-errors.ts";
import { type CryptokiFunction, flag, functionCount, functionNumber, returned } from "./cryptoki-values.ts";

/** What a function of the module takes: a CK_ULONG (or handle), memory it reads or fills, or NULL. */
export type CryptokiArgument = number | bigint | Uint8Array | null;

/** A PKCS #11 module in this process. Its functions run beside the event loop and give a CK_RV. */
export interface Cryptoki {
  readonly path: string;
  /** Bytes of a CK_ULONG and of a pointer: 8 and 8, on Windows 4 and 8. */
  readonly ulongBytes: 4 | 8;
  /** Throws `pki.token-silent` when the module does not come back. */
  call(name: CryptokiFunction, ...args: readonly CryptokiArgument[]): Promise<number>;
  /** Where memory is, for structures that point to it. */
  addressOf(memory: Uint8Array): bigint;
}

type Koffi = typeof koffiTypes;
type Done = (error: unknown, result: unknown) => void;
type Native = (args: readonly CryptokiArgument[], done: Done) => void;

/** A token that asks for a button or makes a key may take long; one that says nothing for so long has hung. */
const longestCallMs = 20_000;

type Parameter = "ulong" | "pointer" | "byte";
const parameters: Readonly<Record<CryptokiFunction, readonly Parameter[]>> = {
  C_Initialize: ["pointer"],
  C_Finalize: ["pointer"],
  C_GetSlotList: ["byte", "pointer", "pointer"],
  C_GetTokenInfo: ["ulong", "pointer"],
  C_OpenSession: ["ulong", "ulong", "pointer", "pointer", "pointer"],
  C_CloseSession: ["ulong"],
  C_Login: ["ulong", "ulong", "pointer", "ulong"],
  C_FindObjectsInit: ["ulong", "pointer", "ulong"],
  C_FindObjects: ["ulong", "pointer", "ulong", "pointer"],
  C_FindObjectsFinal: ["ulong"],
  C_SignInit: ["ulong", "pointer", "ulong"],
  C_Sign: ["ulong", "pointer", "ulong", "pointer", "pointer"],
};

const loaded = new Map<string, Promise<Cryptoki>>();

/**
 * Loads a module once in the life of the process, and initialises it for threads. Throws `pki.token-module` when there is none at the
 * path, or it is none.
 */
export function loadCryptoki(path: string, mostMs = longestCallMs): Promise<Cryptoki> {
  const known = loaded.get(path) ?? load(path, mostMs);
  loaded.set(path, known);
  known.catch(() => loaded.delete(path));
  return known;
}

async function load(path: string, mostMs: number): Promise<Cryptoki> {
  // A bare name would be looked for wherever the system's loader looks, the current folder among it on some.
  if (!isAbsolute(path)) throw pkiErrors.tokenModule(`the module's path must be absolute: ${path}`);
  const koffi = await loadKoffi();
  const cryptoki = bind(koffi, path, mostMs);
  const result = await cryptoki.call("C_Initialize", initializeArguments(cryptoki.ulongBytes));
  if (result !== returned.ok && result !== returned.cryptokiAlreadyInitialized)
    throw pkiErrors.tokenModule(`${path}: C_Initialize gave 0x${result.toString(16)}`);
  return cryptoki;
}

async function loadKoffi(): Promise<Koffi> {
  try {
    return (await import("koffi")).default;
  } catch (cause) {
    throw pkiErrors.tokenModule(
      `koffi, which calls PKCS #11 modules, cannot be loaded on ${process.platform} ${process.arch}; install the packages again (npm ci) with optional dependencies, without which @koromix/koffi-* is missing`,
      cause,
    );
  }
}

function bind(koffi: Koffi, path: string, mostMs: number): Cryptoki {
  const ulongBytes = koffi.sizeof("ulong") === 4 ? 4 : 8;
  const functions = functionList(koffi, path);
  const bound = new Map<CryptokiFunction, Native>();
  const calls = new TimedCalls(mostMs);
  const native = (name: CryptokiFunction): Native => {
    const known = bound.get(name) ?? bindOne(koffi, functions, name);
    bound.set(name, known);
    return known;
  };
  return {
    path,
    ulongBytes,
    call: (name, ...args) => calls.run(name, (done) => native(name)(args, done)),
    addressOf: (memory) => koffi.address(memory),
  };
}

/** A library nobody refers to is collected and unmapped, with its functions under our feet. */
const libraries = new Set<unknown>();

/** CK_FUNCTION_LIST behind C_GetFunctionList, the one name every module exports (§5.4). */
function functionList(koffi: Koffi, path: string): readonly unknown[] {
  try {
    const make = process.platform === "win32" ? koffi.pack : koffi.struct;
    const list = make({ version: koffi.array("uint8", 2), functions: koffi.array("void *", functionCount) });
    const library = koffi.load(path);
    libraries.add(library);
    const get = library.func("C_GetFunctionList", "ulong", [koffi.out(koffi.pointer(koffi.pointer(list)))]);
    const found: unknown[] = [null];
    const result: unknown = get(found);
    if (result !== returned.ok) throw new Error(`C_GetFunctionList gave ${String(result)}`);
    const { functions }: { functions: readonly unknown[] } = koffi.decode(found[0], list);
    return functions;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "unknown";
    throw pkiErrors.tokenModule(`${path} is no PKCS #11 module that can be loaded: ${reason}`, cause);
  }
}

const types: Readonly<Record<Parameter, string>> = { ulong: "ulong", pointer: "void *", byte: "uint8" };

function bindOne(koffi: Koffi, functions: readonly unknown[], name: CryptokiFunction): Native {
  const prototype = koffi.proto(
    "ulong",
    parameters[name].map((kind) => types[kind]),
  );
  const call = koffi.decode(functions[functionNumber[name]], prototype);
  return (args, done) => {
    underWay.add(args);
    call.async(...args, (error: unknown, result: unknown) => {
      underWay.delete(args);
      done(error, result);
    });
  };
}

/** Memory the module works on while nobody here looks at it must not be collected. */
const underWay = new Set<readonly CryptokiArgument[]>();

/**
 * Every call that hangs keeps one of the few threads that Node has for files and keys too: after one nothing more is called until it
 * has come back.
 */
class TimedCalls {
  readonly #mostMs: number;
  #hangs: CryptokiFunction | undefined;

  constructor(mostMs: number) {
    this.#mostMs = mostMs;
  }

  async run(name: CryptokiFunction, start: (done: Done) => void): Promise<number> {
    if (this.#hangs !== undefined) throw pkiErrors.tokenSilent(`${this.#hangs} has still not come back`);
    const onTimeout = () => pkiErrors.tokenSilent(`${name} has not come back for ${this.#mostMs / 1000} s`);
    return within({ ms: this.#mostMs, onTimeout }, (signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      signal.addEventListener("abort", () => {
        this.#hangs = name;
        reject(onTimeout());
      });
      start((error, result) => {
        this.#hangs = undefined;
        if (error === null || error === undefined) resolve(Number(result));
        else reject(pkiErrors.tokenFault(`${name} could not be called`, error));
      });
      return promise;
    });
  }
}

/** CK_C_INITIALIZE_ARGS (§5.4.1): no mutexes of ours, the module may use the system's; flags, then NULL. */
function initializeArguments(ulongBytes: 4 | 8): Uint8Array {
  const pointers = 4 * 8;
  const bytes = Buffer.alloc(pointers + ulongBytes + 8);
  bytes.writeUInt32LE(flag.osLockingOk, pointers);
  return bytes;
}
