/**
 * Carries one TPM 2.0 command buffer to a TPM and its response buffer back (TPM 2.0 Part 1, clause 18). The station builds
 * and parses; the channel only forwards. One command at a time.
 */
export interface TpmChannel {
  transmit(command: Uint8Array, signal?: AbortSignal): Promise<Uint8Array>;
}
