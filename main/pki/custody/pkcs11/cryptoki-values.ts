/** Numbers of PKCS #11 (OASIS PKCS #11 Specification 3.1, header pkcs11t.h) that are used here. */

/** Position in CK_FUNCTION_LIST (§5.2), which is the same since version 2.01. */
export const functionNumber = {
  C_Initialize: 0,
  C_Finalize: 1,
  C_GetSlotList: 4,
  C_GetTokenInfo: 6,
  C_OpenSession: 12,
  C_CloseSession: 13,
  C_Login: 18,
  C_FindObjectsInit: 26,
  C_FindObjects: 27,
  C_FindObjectsFinal: 28,
  C_SignInit: 42,
  C_Sign: 43,
} as const;
export const functionCount = 68;
export type CryptokiFunction = keyof typeof functionNumber;

/** CK_RV. */
export const returned = {
  ok: 0x00,
  slotIdInvalid: 0x03,
  functionFailed: 0x06,
  deviceError: 0x30,
  deviceRemoved: 0x32,
  keyHandleInvalid: 0x60,
  mechanismInvalid: 0x70,
  objectHandleInvalid: 0x82,
  operationActive: 0x90,
  pinIncorrect: 0xa0,
  pinInvalid: 0xa1,
  pinLengthRange: 0xa2,
  pinExpired: 0xa3,
  pinLocked: 0xa4,
  sessionClosed: 0xb0,
  sessionHandleInvalid: 0xb3,
  tokenNotPresent: 0xe0,
  tokenNotRecognized: 0xe1,
  userAlreadyLoggedIn: 0x100,
  userNotLoggedIn: 0x101,
  userPinNotInitialized: 0x102,
  cryptokiNotInitialized: 0x190,
  cryptokiAlreadyInitialized: 0x191,
} as const;

export const flag = {
  osLockingOk: 0x02,
  serialSession: 0x04,
  tokenInitialized: 0x400,
  userPinCountLow: 0x1_0000,
  userPinFinalTry: 0x2_0000,
  userPinLocked: 0x4_0000,
} as const;

export const userTypeUser = 1;
export const classPrivateKey = 3;
export const attribute = { class: 0x00, label: 0x03, id: 0x102 } as const;
export const mechanism = { rsaPkcs: 0x01, sha256RsaPkcs: 0x40, ecdsa: 0x1041 } as const;
