import { fromBase64 } from "../../../../../main/base/bytes/base64.ts";

/**
 * The first 102 bytes of what tpm2_getpubek of tpm2-tools 1 wrote on a Raspberry Pi with an Infineon SLB 9670 (azure-iot-sdk-c issue 1502).
 * The modulus follows at offset 102, which a reader of tpm2-tools 1.3.8 files confirms (tpm2-tools issue 1264).
 */
export const nativeEndianHead = fromBase64(
  "OgEAAAEACwCyAAMAIACDcZdnRISz+BqQzI1Gpdck/VLXbgZSC2TyodobMxRpqgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAGAIAAQwAQAAAAAAAACAAAAAAAAAAB",
);

/** The key the SDK read on the same machine (same issue). */
export const sdkKeyOfSameMachine =
  "AToAAQALAAMAsgAgg3GXZ0SEs/gakMyNRqXXJP1S124GUgtk8qHaGzMUaaoABgCAAEMAEAgAAAAAAAEAwNpubnU/fnpf2wdPnmkzsgZFEXd5A3vTrk442yWnvfMjLu2dXddR63sNdbCUKodl3wlShfYqz5KPhoCyZsgLehD/2JBORUfloQBJJiyNvDuv81KyuyJHkYAQl0devdbzMN4wl1J4rV11eUHm9OJGlW3fAL6g2p6MLxwdYw0umbr51RcN1ufMK15AhBNXb/IPT3vTDk2wXV5Nus22g4HDsoO2J773dAnrHHu0ukvfxb1ElEz1mrk6t57ccN06iTfoxIWoLQYus1VI8BrOfLX0I3hl5ooJQezNEppsjtbtKsKIbUQzdzQkBLSM+1unxITZVo3QbOYwje/6LpEDDSLT2w==";

/** As a user pasted it, cut short by hand (tpm2-pytss issue 350). */
export const truncatedKey =
  "AToAAQALAAMAsgAgg3GXZ0SEs/gakMyNRqXXJP1S124GUgtk8qHaGzMUaaoABgCAAEMAEAgAAAAAAAEAq4+zaAAAv0nsuYwCm+XzzdldDYDWR+565eLh9E2PUe9x9oEn+9xsGS5z2mzj=";
