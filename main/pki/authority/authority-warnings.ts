import { readCertificate } from "../certificate/read-certificate.ts";

/** What an engineer should know of an authority before it stops the line. */
export type AuthorityWarning =
  /** One of its certificates is over. */
  | { readonly warning: "ended"; readonly subject: string; readonly days: number }
  /** One ends within half a year. */
  | { readonly warning: "ends-soon"; readonly subject: string; readonly days: number }
  /** Devices' certificates will be cut to what is left of this one, the first of the chain to end. */
  | { readonly warning: "shortens-devices"; readonly subject: string; readonly days: number };

const msPerDay = 86_400_000;
const soonDays = 183;

/** `deviceDays` is how long devices' certificates are meant to live. `days` are those left; negative for what is over. */
export function authorityWarnings(
  chain: readonly Uint8Array[],
  { now, deviceDays }: { readonly now: Date; readonly deviceDays: number },
): readonly AuthorityWarning[] {
  const read = chain.map((der) => {
    const { subject, validToDate } = readCertificate(der).system;
    const days = Math.floor((validToDate.getTime() - now.getTime()) / msPerDay);
    return { subject: subject.split("\n").join(", "), days };
  });
  const ending = read.flatMap(({ subject, days }): readonly AuthorityWarning[] => {
    if (days < 0) return [{ warning: "ended", subject, days }];
    return days < soonDays ? [{ warning: "ends-soon", subject, days }] : [];
  });
  const [first] = read.toSorted((one, other) => one.days - other.days);
  const shortens = first !== undefined && first.days >= soonDays && first.days < deviceDays;
  return shortens ? [...ending, { warning: "shortens-devices", ...first }] : ending;
}
