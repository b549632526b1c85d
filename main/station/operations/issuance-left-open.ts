import type { Workshop } from "../workshop.ts";

/** A certificate that was announced and of which nothing more is known. */
export interface LeftOpen {
  readonly authority: string;
  readonly serialNumber: string;
  readonly at: string;
  /** What it was to be: `device`, or another profile. */
  readonly profile: string;
  readonly unit: string | null;
  readonly registrationId: string | null;
}

/** Whatever an authority may have signed and nobody kept: cut off between the announcement and the signature, or just after it. */
export async function issuanceLeftOpen(
  { authorities, records }: Pick<Workshop, "authorities" | "records">,
  only: string | undefined,
): Promise<readonly LeftOpen[]> {
  const devices = (await records.certificates.neverIssued()).map(({ intendedAt, ...rest }) => ({
    authority: rest.authority,
    serialNumber: rest.serialNumber,
    at: intendedAt,
    profile: "device",
    unit: rest.unit,
    registrationId: rest.registrationId,
  }));
  const names = only === undefined ? (await authorities.list()).map(({ name }) => name) : [only];
  const others = await Promise.all(names.map((name) => othersOf(authorities, name)));
  return [...devices.filter(({ authority }) => only === undefined || authority === only), ...others.flat()];
}

async function othersOf(authorities: Workshop["authorities"], authority: string): Promise<readonly LeftOpen[]> {
  const entries = await (await authorities.journal(authority)).entries();
  const issued = new Set(entries.flatMap((entry) => (entry.type === "issued" ? [entry.serialNumber] : [])));
  return entries.flatMap((entry) =>
    entry.type === "intended" && !issued.has(entry.serialNumber)
      ? [
          {
            authority,
            serialNumber: entry.serialNumber,
            at: entry.at,
            profile: entry.profile,
            unit: null,
            registrationId: null,
          },
        ]
      : [],
  );
}
