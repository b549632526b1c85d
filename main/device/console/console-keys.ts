import { createPublicKey, type KeyObject } from "node:crypto";
import { deviceErrors } from "../device-errors.ts";
import type { DeviceKeys, KeyAlgorithm } from "../device-session.ts";
import { type ConsoleSettings, keyFile } from "./console-settings.ts";
import type { DeviceTools } from "./device-tools.ts";
import { quoteWord } from "./shell-words.ts";

const makingMs = 120_000;

const genpkeyOptions: Readonly<Record<KeyAlgorithm, string>> = {
  "ec-p256": "-algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:named_curve",
  "ec-p384": "-algorithm EC -pkeyopt ec_paramgen_curve:P-384 -pkeyopt ec_param_enc:named_curve",
  "rsa-2048": "-algorithm RSA -pkeyopt rsa_keygen_bits:2048",
  "rsa-3072": "-algorithm RSA -pkeyopt rsa_keygen_bits:3072",
};

// `openssl req` wants a configuration, which small systems lack.
const requestConfiguration = "printf '[req]\\ndistinguished_name=d\\n[d]\\n'>$D/f";

/** The device key as a file that openssl makes on the device; its private half is never read. */
export class ConsoleKeys implements DeviceKeys {
  readonly #tools: DeviceTools;
  readonly #path: string;
  readonly #owner: string | undefined;

  constructor(tools: DeviceTools, settings: ConsoleSettings) {
    this.#tools = tools;
    this.#path = keyFile(settings) ?? "";
    this.#owner = settings.keyOwner;
  }

  async generate(algorithm: KeyAlgorithm, signal?: AbortSignal): Promise<Uint8Array> {
    const key = quoteWord(this.#path);
    const fresh = quoteWord(`${this.#path}.new`);
    const folder = quoteWord(this.#path.slice(0, this.#path.lastIndexOf("/")) || "/");
    const owned = this.#owner === undefined ? "" : `chown ${quoteWord(this.#owner)} ${fresh}&&`;
    const make = `mkdir -p ${folder}&&rm -f ${fresh}&&openssl genpkey ${genpkeyOptions[algorithm]} -out ${fresh} 2>$D/e&&chmod 600 ${fresh}&&${owned}tms ${fresh}&&mv -f ${fresh} ${key}&&tms ${folder}`;
    await this.#tools.must(`[ -s ${key} ]||{ ${make};}||{ tail -n3 $D/e;(exit 1);}`, "make the device key", {
      ms: makingMs,
      signal,
    });
    const publicKey = await this.publicKey(signal);
    const found = algorithmOf(publicKey);
    if (found !== algorithm) throw deviceErrors.keyExists(`asked for ${algorithm}, the device has ${found}`);
    return publicKey;
  }

  async publicKey(signal?: AbortSignal): Promise<Uint8Array> {
    await this.#mustHaveKey(signal);
    return this.#openssl('pkey -in "$K" -pubout -outform DER', "read the public key", signal);
  }

  async certificateRequest(commonName: string, signal?: AbortSignal): Promise<Uint8Array> {
    await this.#mustHaveKey(signal);
    const subject = quoteWord(`/CN=${commonName.replaceAll(/[\\/+=]/g, "\\$&")}`);
    await this.#tools.must(requestConfiguration, "request a certificate", { signal });
    const command = `req -new -sha256 -config $D/f -key "$K" -subj ${subject} -outform DER`;
    return this.#openssl(command, "request a certificate", signal);
  }

  async sign(message: Uint8Array, signal?: AbortSignal): Promise<Uint8Array> {
    await this.#mustHaveKey(signal);
    const command = `openssl dgst -sha256 -sign ${quoteWord(this.#path)} -out $D/r $D/c`;
    return this.#tools.transfer(message, `rm -f $D/r;${command}`, "sign", { signal });
  }

  /** `command` names the key's file as $K. */
  #openssl(command: string, what: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
    return this.#tools.answer(`K=${quoteWord(this.#path)};openssl ${command} -out $D/r`, what, { signal });
  }

  async #mustHaveKey(signal: AbortSignal | undefined): Promise<void> {
    const { status } = await this.#tools.run(`[ -s ${quoteWord(this.#path)} ]`, { signal });
    if (status !== 0) throw deviceErrors.noKey(`no key at ${this.#path}`);
  }
}

function algorithmOf(publicKey: Uint8Array): KeyAlgorithm | "another kind" {
  const { asymmetricKeyType, asymmetricKeyDetails } = parsePublicKey(publicKey);
  if (asymmetricKeyType === "ec" && asymmetricKeyDetails?.namedCurve === "prime256v1") return "ec-p256";
  if (asymmetricKeyType === "ec" && asymmetricKeyDetails?.namedCurve === "secp384r1") return "ec-p384";
  if (asymmetricKeyType === "rsa" && asymmetricKeyDetails?.modulusLength === 2048) return "rsa-2048";
  if (asymmetricKeyType === "rsa" && asymmetricKeyDetails?.modulusLength === 3072) return "rsa-3072";
  return "another kind";
}

function parsePublicKey(publicKey: Uint8Array): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(publicKey), format: "der", type: "spki" });
  } catch (cause) {
    throw deviceErrors.badAnswer("what openssl told is no public key", cause);
  }
}
