import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** 32 MiB and some 80 ms a guess (RFC 7914; OWASP names N = 2^15, r = 8 with p = 3 or N = 2^17 for what is reachable from outside). */
const cost = 2 ** 15;
const blockSize = 8;
const parallel = 1;
const saltLength = 16;
const hashLength = 32;
const most = 64 * 2 ** 20;

/** `scrypt$N$r$p$salt$hash`, the last two in Base64. */
export async function hashPin(pin: string): Promise<string> {
  const salt = randomBytes(saltLength);
  const hash = await derive(pin, salt);
  return ["scrypt", cost, blockSize, parallel, salt.toString("base64"), hash.toString("base64")].join("$");
}

/** Takes the same time whether it is right or wrong, and for null as well, which is never right. */
export async function isPin(pin: string, stored: string | null): Promise<boolean> {
  const [kind, N, r, p, salt = "", hash = ""] = (stored ?? "").split("$");
  const ours = kind === "scrypt" && Number(N) === cost && Number(r) === blockSize && Number(p) === parallel;
  const expected = ours ? Buffer.from(hash, "base64") : randomBytes(hashLength);
  const given = await derive(pin, ours ? Buffer.from(salt, "base64") : randomBytes(saltLength));
  return expected.length === given.length && timingSafeEqual(expected, given) && ours;
}

const derive = (pin: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(pin, salt, hashLength, { N: cost, r: blockSize, p: parallel, maxmem: most }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
