import { formatDay } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";

/** RFC 5280 4.1.2.5: 99991231235959Z says that there is no end. */
const noEndFrom = Date.UTC(9999, 11, 31);

export const hasNoEnd = (notAfter: number): boolean => notAfter >= noEndFrom;

/** Of a certificate, said as the place says a day; `notAfter` in ms since the epoch. In some time zones the end of no end is in the year 10000. */
export const lastDay = (notAfter: number, say = (day: string): string => day): string =>
  hasNoEnd(notAfter) ? texts.verify.certificate.noEnd : say(formatDay(notAfter));
