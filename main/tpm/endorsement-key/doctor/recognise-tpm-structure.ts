import { ByteReader } from "../../../base/bytes/byte-reader.ts";
import { equalBytes, toHex } from "../../../base/bytes/bytes.ts";
import { isStationError } from "../../../base/errors/station-error.ts";
import { readTpm2bPublic } from "../../structures/tpm2b-public.ts";
import { readTpmtPublic } from "../../structures/tpmt-public.ts";
import { judgePublicArea } from "./describe-public-area.ts";
import { type Finding, type Recogniser, unusable } from "./examination.ts";
import { readNativeEndian } from "./native-endian.ts";
import { rebuildEndorsementKey } from "./rebuild-endorsement-key.ts";

const standardSize = 316;
/** The 60 bytes every standard EK begins with. */
const standardStart = rebuildEndorsementKey(new Uint8Array(256)).slice(0, 60);

/** TPM2B_PUBLIC: a size and that many bytes of TPMT_PUBLIC; what follows them is left out. */
export const recogniseTpm2bPublic: Recogniser = (bytes) => {
  const reader = new ByteReader(bytes);
  const key = readOrNothing(() => readTpm2bPublic(reader));
  if (key === undefined) return undefined;
  const rest = reader.remaining;
  const wrong = rest === 0 ? null : `${rest} more bytes follow the key, which DPS would refuse.`;
  return judgePublicArea(key, { form: "tpm2b-public", what: "A TPM2B_PUBLIC", wrong });
};

/** A TPM2B_PUBLIC that somebody has put a size before once more. */
export const recogniseSizedTwice: Recogniser = (bytes) => {
  const reader = new ByteReader(bytes);
  const inner = readOrNothing(() => reader.sized());
  if (inner === undefined || reader.remaining > 0) return undefined;
  const innerReader = new ByteReader(inner);
  const key = readOrNothing(() => readTpm2bPublic(innerReader));
  if (key === undefined || innerReader.remaining > 0) return undefined;
  const wrong = "Its two bytes of size are there twice.";
  return judgePublicArea(key, { form: "tpm2b-public", what: "A TPM2B_PUBLIC", wrong });
};

/** TPMT_PUBLIC alone, as `tpm2_readpublic -f tpmt` writes it. */
export const recogniseTpmtPublic: Recogniser = (bytes) => {
  const reader = new ByteReader(bytes);
  const key = readOrNothing(() => readTpmtPublic(reader));
  if (key === undefined || reader.remaining > 0) return undefined;
  const wrong = "Its two bytes of size are missing: DPS wants a TPM2B_PUBLIC.";
  return judgePublicArea(key, { form: "tpmt-public", what: "A TPMT_PUBLIC", wrong });
};

/** What tpm2_getpubek of old tpm2-tools wrote: the structure as it lay in memory (azure-iot-sdk-c issue 1502). */
export const recogniseNativeEndian: Recogniser = (bytes) => {
  const form = "native-endian-structure";
  const what = "A TPM structure as old tpm2-tools (tpm2_getpubek) dumped it";
  const key = readNativeEndian(bytes);
  if (key !== undefined) {
    return judgePublicArea(key, {
      form,
      what,
      wrong: "Its numbers are in the machine's own byte order, not the TPM's.",
    });
  }
  const head = toHex(bytes.slice(0, 8));
  if (!/^3a010(?:0|1)0[01]0/.test(head) || bytes.length < 8) return undefined;
  return unusable(
    "truncated",
    `${what}, cut short.`,
    `Only ${bytes.length} bytes are there, without the whole modulus.`,
  );
};

/** The beginning of an EK. Nobody can add the bytes that are missing. */
export const recogniseTruncated: Recogniser = (bytes) => {
  const overlap = Math.min(bytes.length, standardStart.length);
  if (overlap < 8 || bytes.length >= standardSize) return undefined;
  if (!equalBytes(bytes.slice(0, overlap), standardStart.slice(0, overlap))) return undefined;
  const missing = standardSize - bytes.length;
  return unusable(
    "truncated",
    "The beginning of an endorsement key in the right form.",
    `${missing} of its ${standardSize} bytes are missing.`,
  );
};

/** What tpm2-tools keeps a key or session in between two commands: 0xBADCC0DE. */
export const recogniseContext: Recogniser = (bytes): Finding | undefined =>
  toHex(bytes.slice(0, 4)) === "badcc0de"
    ? unusable(
        "unknown",
        "A saved context of tpm2-tools.",
        "It holds no public key: write one with tpm2_readpublic -c FILE -o ek.pub.",
      )
    : undefined;

function readOrNothing<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (isStationError(error)) return undefined;
    throw error;
  }
}
