import type { ByteReader } from "../../base/bytes/byte-reader.ts";
import type { ByteWriter } from "../../base/bytes/byte-writer.ts";
import { encodeTpm2bPublic, readTpm2bPublic } from "../structures/tpm2b-public.ts";
import { readTpml, writeTpml } from "../structures/tpml.ts";
import {
  readTpmsPcrSelection,
  type TpmsPcrSelection,
  writeTpmsPcrSelection,
} from "../structures/tpms-pcr-selection.ts";
import {
  readTpm2bSensitiveCreate,
  type TpmsSensitiveCreate,
  writeTpm2bSensitiveCreate,
} from "../structures/tpms-sensitive-create.ts";
import type { TpmtPublic } from "../structures/tpmt-public.ts";

/** What TPM2_Create and TPM2_CreatePrimary are told of the key to be made. */
export interface CreationParameters {
  readonly inSensitive: TpmsSensitiveCreate;
  readonly inPublic: TpmtPublic;
  readonly outsideInfo: Uint8Array;
  readonly creationPcr: readonly TpmsPcrSelection[];
}

export function writeCreationParameters(writer: ByteWriter, parameters: CreationParameters): void {
  writeTpm2bSensitiveCreate(writer, parameters.inSensitive);
  writer.bytes(encodeTpm2bPublic(parameters.inPublic)).sized(parameters.outsideInfo);
  writeTpml(writer, parameters.creationPcr, writeTpmsPcrSelection);
}

export const readCreationParameters = (reader: ByteReader): CreationParameters => ({
  inSensitive: readTpm2bSensitiveCreate(reader),
  inPublic: readTpm2bPublic(reader),
  outsideInfo: reader.sized(),
  creationPcr: readTpml(reader, readTpmsPcrSelection),
});
