import type { RsaPublic } from "../structures/tpmt-public.ts";
import { endorsementKeyTcgL1 } from "./endorsement-key-tcg-l1.ts";

/**
 * Template L-1 with an empty `unique`, as azure-iot-sdk-c (tpm_device_provision) and azure-iot-sdk-node make a missing EK. The same
 * TPM gives a different key for it, which no EK certificate matches, and nothing in the key tells the two apart.
 */
export const endorsementKeyEmptyUnique: RsaPublic = { ...endorsementKeyTcgL1, unique: new Uint8Array(0) };
