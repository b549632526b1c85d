/** Our open SMP user group, "TM" in ASCII; docs/identity-group.md is its specification. */
export const identityGroupId = 0x544d;

/** Major version of the group that this station speaks. */
export const identityGroupVersion = 1;

/** Command ids. */
export const identityCommandId = {
  describe: 0,
  tpm: 1,
  key: 2,
  certificateRequest: 3,
  sign: 4,
  certificateChain: 5,
  registration: 6,
  lock: 7,
  restart: 8,
  symmetricKey: 9,
} as const;

/** The most bytes that either side needs to handle. */
export const identityLimits = {
  tpmBuffer: 4096,
  publicKey: 1024,
  certificateRequest: 4096,
  messageToSign: 4096,
  signature: 1024,
  certificateChain: 16_384,
  symmetricKey: 64,
  messageToProve: 128,
} as const;
