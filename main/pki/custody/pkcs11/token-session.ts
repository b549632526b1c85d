import { utf8 } from "../../../base/bytes/bytes.ts";
import { isStationError } from "../../../base/errors/station-error.ts";
import { pkiErrors } from "../../pki-errors.ts";
import type { TokenKey } from "../authority-folder.ts";
import type { Cryptoki } from "./cryptoki.ts";
import { CryptokiMemory } from "./cryptoki-memory.ts";
import { attribute, classPrivateKey, flag, returned, userTypeUser } from "./cryptoki-values.ts";
import { checkReturned } from "./check-returned.ts";

/** One logged-in session on a token, and the private key in it. */
export interface TokenSession {
  readonly session: bigint;
  readonly key: bigint;
}

export interface TokenLogin {
  readonly pin: string;
  /** Somebody stands there and typed it: only then a try is spent on a token that has seen a wrong PIN already. */
  readonly typed: boolean;
}

const mostSlots = 64;
const tokenInfoBytes = 512;
const labelBytes = 32;
/** After label, manufacturer, model and serial number (§3.2, CK_TOKEN_INFO). */
const flagsOffset = 96;

/**
 * Opens a session, logs in and finds the key. Errors: `pki.no-token`, `pki.wrong-pin`, `pki.pin-blocked`, `pki.no-token-key`,
 * `pki.token-silent`, `pki.token-fault`. A PIN is tried once, ever: the third wrong one blocks most tokens for good.
 */
export async function openTokenSession(cryptoki: Cryptoki, place: TokenKey, login: TokenLogin): Promise<TokenSession> {
  const memory = new CryptokiMemory(cryptoki);
  const { slot, flags } = await findSlot(cryptoki, memory, place.token);
  if ((flags & flag.userPinLocked) !== 0) throw pkiErrors.pinBlocked(`token ${place.token}`);
  if ((flags & (flag.userPinCountLow | flag.userPinFinalTry)) !== 0 && !login.typed)
    throw pkiErrors.wrongPin(
      `token ${place.token} has seen a wrong PIN; it is not tried from a setting again, only typed (touchmark ca unlock)`,
    );
  const handle = memory.ulongs(1);
  checkReturned(
    "C_OpenSession",
    await cryptoki.call("C_OpenSession", slot, flag.serialSession, null, null, handle),
    place.token,
  );
  const session = memory.read(handle);
  try {
    await logIn(cryptoki, session, place, login.pin);
    return { session, key: await findKey(cryptoki, memory, { session, place }) };
  } catch (error) {
    await cryptoki.call("C_CloseSession", session).catch((closing: unknown) => {
      if (!isStationError(closing)) throw closing;
    });
    throw error;
  }
}

async function findSlot(
  cryptoki: Cryptoki,
  memory: CryptokiMemory,
  label: string,
): Promise<{ readonly slot: bigint; readonly flags: number }> {
  const count = Buffer.from(memory.ulong(mostSlots));
  const slots = memory.ulongs(mostSlots);
  checkReturned("C_GetSlotList", await cryptoki.call("C_GetSlotList", 1, slots, count), label);
  const seen: string[] = [];
  for (let index = 0; index < Number(memory.read(count)); index += 1) {
    const slot = memory.read(slots, index);
    const info = Buffer.alloc(tokenInfoBytes);
    // A token pulled out between the two calls is none.
    if ((await cryptoki.call("C_GetTokenInfo", slot, info)) !== returned.ok) continue;
    const found = info.subarray(0, labelBytes).toString("utf8").trimEnd();
    seen.push(found);
    if (found === label) return { slot, flags: info.readUInt32LE(flagsOffset) };
  }
  throw pkiErrors.noToken(`no token "${label}" in ${cryptoki.path}; there are: ${seen.join(", ") || "none"}`);
}

async function logIn(cryptoki: Cryptoki, session: bigint, { token }: TokenKey, pin: string): Promise<void> {
  const secret = Buffer.from(utf8(pin));
  try {
    const result = await cryptoki.call("C_Login", session, userTypeUser, secret, secret.length);
    if (result !== returned.userAlreadyLoggedIn) checkReturned("C_Login", result, token);
  } finally {
    secret.fill(0);
  }
}

async function findKey(
  cryptoki: Cryptoki,
  memory: CryptokiMemory,
  { session, place }: { readonly session: bigint; readonly place: TokenKey },
): Promise<bigint> {
  const [, id] = /^id:((?:[0-9a-f]{2})+)$/i.exec(place.key) ?? [];
  const named = id === undefined ? Buffer.from(utf8(place.key)) : Buffer.from(id, "hex");
  const keyClass = Buffer.from(memory.ulong(classPrivateKey));
  const template = memory.attributes([
    [attribute.class, keyClass],
    [id === undefined ? attribute.label : attribute.id, named],
  ]);
  checkReturned("C_FindObjectsInit", await cryptoki.call("C_FindObjectsInit", session, template, 2), place.token);
  const [found, count] = [memory.ulongs(2), memory.ulongs(1)];
  const result = await cryptoki.call("C_FindObjects", session, found, 2, count);
  await cryptoki.call("C_FindObjectsFinal", session);
  checkReturned("C_FindObjects", result, place.token);
  const keys = Number(memory.read(count));
  if (keys !== 1)
    throw pkiErrors.noTokenKey(`${keys === 0 ? "no" : "more than one"} private key "${place.key}" in ${place.token}`);
  return memory.read(found);
}
