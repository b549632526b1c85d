import { ByteReader } from "../../base/bytes/byte-reader.ts";
import { readTpm2bPublic } from "../../tpm/structures/tpm2b-public.ts";
import type { TpmtPublic } from "../../tpm/structures/tpmt-public.ts";

/** The `authenticationKey` of the service, taken apart; each part without its size. */
export interface IdentityBlob {
  readonly credentialBlob: Uint8Array;
  readonly secret: Uint8Array;
  readonly duplicate: Uint8Array;
  readonly inSymSeed: Uint8Array;
  readonly objectPublic: TpmtPublic;
}

/** Six structures, one after the other; the last (TPM2B_DATA) is read over, as every client of the service does. */
export function splitIdentityBlob(bytes: Uint8Array): IdentityBlob {
  const reader = new ByteReader(bytes, "authenticationKey");
  const blob = {
    credentialBlob: reader.sized(),
    secret: reader.sized(),
    duplicate: reader.sized(),
    inSymSeed: reader.sized(),
    objectPublic: readTpm2bPublic(reader),
  };
  reader.sized();
  reader.end();
  return blob;
}
