import { TPM_RC, TPM_RC_FMT1 } from "../spec/tpm-rc.ts";

const isFormatOne = (code: number): boolean => (code & 0x80) !== 0;

/** A format-one code without its handle, parameter or session number, to be compared with TPM_RC_FMT1; others unchanged. */
export const baseOf = (code: number): number => (isFormatOne(code) ? code & 0xbf : code);

/** A format-one code with its place added, as a TPM answers it (TPM 2.0 Part 2, clause 6.6.2). Number from 1. */
export function atPlace(code: number, place: "handle" | "parameter" | "session", number: number): number {
  const flag = { handle: 0, parameter: 0x40, session: 0x800 }[place];
  return code | flag | (number << 8);
}

const nameByCode = new Map<number, string>(
  [...Object.entries(TPM_RC), ...Object.entries(TPM_RC_FMT1)].map(([name, code]) => [code, `TPM_RC_${name}`]),
);

/** For the engineer: `0x18b TPM_RC_HANDLE (handle 1)`. */
export function describeResponseCode(code: number): string {
  const hex = `0x${code.toString(16).padStart(3, "0")}`;
  const name = nameByCode.get(baseOf(code)) ?? "unknown response code";
  return isFormatOne(code) ? `${hex} ${name} (${placeOf(code)})` : `${hex} ${name}`;
}

function placeOf(code: number): string {
  if ((code & 0x40) !== 0) return `parameter ${(code >> 8) & 0xf}`;
  const number = (code >> 8) & 0x7;
  return (code & 0x800) === 0 ? `handle ${number}` : `session ${number}`;
}
