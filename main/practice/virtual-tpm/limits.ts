/** Sizes of the practice TPM, as small as those of discrete parts, so that a station that leaks is found out. */
export const LIMITS = {
  transientObjects: 3,
  loadedSessions: 3,
  activeSessions: 64,
  persistentObjects: 16,
  /** Keys derived and kept, to answer the same CreatePrimary again without the work. */
  derivedKeys: 16,
  commandBytes: 4096,
  responseBytes: 4096,
  inputBufferBytes: 1024,
  nvBufferBytes: 1024,
  nvIndexBytes: 2048,
  digestBytes: 64,
  randomBytes: 64,
  capabilityItems: 254,
} as const;
