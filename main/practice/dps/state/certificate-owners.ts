import type { StoredSlots } from "./stored-enrollment.ts";

interface Attested {
  readonly attestation: { readonly type: string; readonly x509?: object };
}

/** Which entries and groups have which certificates (Base64 DER), so that reuse is found without looking at all. */
export class CertificateOwners {
  readonly #owners = new Map<string, Set<string>>();

  /** True if anybody but `owner` has it. */
  isTaken(certificate: string, owner: string): boolean {
    const owners = this.#owners.get(certificate);
    return owners !== undefined && [...owners].some((one) => one !== owner);
  }

  /** `owner` has the certificates of `now` instead of those of `before`. */
  move(owner: string, before: Attested | undefined, now: Attested | undefined): void {
    for (const certificate of certificatesOf(before)) {
      const owners = this.#owners.get(certificate);
      owners?.delete(owner);
      if (owners?.size === 0) this.#owners.delete(certificate);
    }
    for (const certificate of certificatesOf(now)) {
      const owners = this.#owners.get(certificate) ?? new Set();
      this.#owners.set(certificate, owners.add(owner));
    }
  }
}

function certificatesOf(entry: Attested | undefined): readonly string[] {
  if (entry?.attestation.x509 === undefined) return [];
  const slots: readonly StoredSlots[] = Object.values(entry.attestation.x509).filter(isSlots);
  return slots.flatMap(({ primary, secondary }) => [
    primary.certificate,
    ...(secondary ? [secondary.certificate] : []),
  ]);
}

const isSlots = (value: StoredSlots | { readonly primary: string }): value is StoredSlots =>
  typeof value.primary === "object";
