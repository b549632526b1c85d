import { baseErrors } from "../../../base/errors/base-errors.ts";
import type { StationError } from "../../../base/errors/station-error.ts";
import { printerErrors } from "../printer-errors.ts";

/** What a printer says of itself in answer to ~HS. */
export interface HostStatus {
  readonly paperOut: boolean;
  readonly paused: boolean;
  readonly headOpen: boolean;
  readonly ribbonOut: boolean;
  /** Formats it has taken and not begun, and labels of the present one still to come. */
  readonly toPrint: number;
}

const stx = "\u0002";
const etx = "\u0003";
/** Three strings of at most some forty characters. */
const longestAnswer = 512;

/** Whether all three strings are there. */
export const isWholeStatus = (answer: string): boolean => answer.split(etx).length > 3 || answer.length > longestAnswer;

/**
 * Reads the three strings of ~HS, each between STX and ETX (ZPL II Programming Guide, "~HS Host Status Return"):
 * `aaa,b,c,dddd,eee,f,g,h,iii,j,k,l`, `mmm,n,o,p,q,r,s,t,uuuuuuuu,v,www` and `xxxx,y`. Throws `station.malformed`.
 */
export function parseHostStatus(answer: string): HostStatus {
  const strings = [...answer.slice(0, longestAnswer).matchAll(new RegExp(`${stx}([^${stx}${etx}]*)${etx}`, "g"))];
  const [first = [], second = []] = strings.map(([, text = ""]) => text.split(","));
  if (first.length < 12 || second.length < 11 || ![...first, ...second].every((field) => /^\d*$/.test(field)))
    throw baseErrors.malformed(`not a host status: ${JSON.stringify(answer.slice(0, 120))}`);
  const number = (fields: readonly string[], index: number): number => Number(fields[index] ?? "0");
  return {
    paperOut: number(first, 1) !== 0,
    paused: number(first, 2) !== 0,
    headOpen: number(second, 2) !== 0,
    ribbonOut: number(second, 3) !== 0,
    toPrint: number(first, 4) + number(second, 8),
  };
}

/** What keeps the printer from printing, the first thing to put right first. */
export function whatIsWrong(status: HostStatus): StationError | undefined {
  if (status.headOpen) return printerErrors.headOpen("~HS: head up");
  if (status.paperOut) return printerErrors.paperOut("~HS: paper out");
  if (status.ribbonOut) return printerErrors.ribbonOut("~HS: ribbon out");
  if (status.paused) return printerErrors.paused("~HS: pause");
  return undefined;
}
