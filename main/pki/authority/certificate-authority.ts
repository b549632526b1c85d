/** What one device certificate shall say. */
export interface DeviceCertificateOrder {
  /** SubjectPublicKeyInfo, DER: from a request that was checked. */
  readonly publicKey: Uint8Array;
  /** The registration id, 1 to 64 characters (RFC 5280 ub-common-name). */
  readonly commonName: string;
  readonly validityDays: number;
  readonly subject: { readonly O?: string | undefined; readonly OU?: string | undefined };
  /** Hexadecimal, 64 to 159 bits, positive; given by a caller that writes it down before signing, else random. */
  readonly serialNumber?: string | undefined;
}

export interface IssuedCertificate {
  readonly certificate: Uint8Array;
  /** What the device shows: leaf first, without the root. */
  readonly chain: readonly Uint8Array[];
  /** Lower-case hexadecimal. */
  readonly serialNumber: string;
  readonly notBefore: Date;
  /** As ordered, or the end of the issuer's own chain if that comes first. */
  readonly notAfter: Date;
}

/** Somebody who certifies device keys; where its own key is kept is its own affair. */
export interface CertificateAuthority {
  readonly name: string;
  /** DER certificates: the issuer first, the root last. */
  readonly chain: readonly Uint8Array[];
  /** Made by the station for trying out; its certificates carry PILOT in the issuer's name. */
  readonly pilot: boolean;
  /** Its key is where no station is: it issues nothing here, what it has signed is brought (`requests/`). */
  readonly elsewhere?: true | undefined;
  /** Its key is in a token, which may keep an account of its own of what it signs. */
  readonly inToken?: true | undefined;
  /** Whether a certificate (number in lower-case hexadecimal) was taken back. */
  isRevoked(serialNumber: string): Promise<boolean>;
  /** Errors: `pki.key-elsewhere`, `pki.bad-order`, `pki.bad-key`, `pki.bad-algorithm`, `pki.expired` (the authority or one above it). */
  issueDeviceCertificate(order: DeviceCertificateOrder): Promise<IssuedCertificate>;
}
