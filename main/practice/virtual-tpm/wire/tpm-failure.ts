/** A command refused with a TPM response code (TPM 2.0 Part 2, clause 6.6). It never leaves the virtual TPM as a throw. */
export class TpmFailure extends Error {
  override readonly name = "TpmFailure";
  readonly code: number;

  constructor(code: number) {
    super(`TPM response code 0x${code.toString(16)}`);
    this.code = code;
  }
}

/** Where a format-one code points: at the n-th parameter, handle or session, counted from 1. */
export type Place = (number: number) => number;
const parameterPlace: Place = (number) => 0x040 | (number << 8);
const handlePlace: Place = (number) => number << 8;
const sessionPlace: Place = (number) => 0x800 | (number << 8);

export const failure = (code: number): TpmFailure => new TpmFailure(code);
export const parameterFailure = (code: number, number: number): TpmFailure => located(code, parameterPlace(number));
export const handleFailure = (code: number, number: number): TpmFailure => located(code, handlePlace(number));
export const sessionFailure = (code: number, number: number): TpmFailure => located(code, sessionPlace(number));

/** A format-one code (bit 7) that says no place yet gets one; any other code stays as it is. */
function located(code: number, place: number): TpmFailure {
  const unplaced = (code & 0x080) !== 0 && (code & 0xf40) === 0;
  return new TpmFailure(unplaced ? code | place : code);
}
