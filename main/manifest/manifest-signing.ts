/** A key that signs manifests, and who says so. Where the key is kept is its own affair. */
export interface ManifestSigner {
  /** DER certificates: the signer's own first, the root last. */
  readonly chain: readonly Uint8Array[];
  /** SubjectKeyIdentifier of the signer's certificate. */
  readonly keyIdentifier: Uint8Array;
  /** ECDSA with P-256 over SHA-256 of the bytes: `raw` is r || s, 64 bytes (RFC 7518 §3.4), `der` an Ecdsa-Sig-Value (RFC 5480). */
  sign(bytes: Uint8Array, encoding: "raw" | "der"): Promise<Uint8Array>;
}

/** One seal as the records keep it. Digests are lower-case hexadecimal SHA-256. */
export interface KeptSeal {
  readonly lot: string;
  readonly format: "sealed";
  readonly count: number;
  readonly root: string;
  /** Of the header line without its line feed. */
  readonly digest: string;
  /** Digest of the seal made before this one by the same station, whatever its lot. */
  readonly previous: string | null;
  readonly createdAt: string;
}

/** Where seals are written down before their file goes out. */
export interface SealJournal {
  /** Digest of the newest seal, or null for none. */
  newest(): Promise<string | null>;
  /** `signer`: SHA-256 of its certificate. False, and nothing is kept, if another seal has come after `previous` meanwhile. */
  add(seal: KeptSeal, signer: string): Promise<boolean>;
}

/** A place in the station's audit trail. */
export interface AuditAnchor {
  readonly seq: number;
  /** SHA-256, lower-case hexadecimal. */
  readonly hash: string;
}

/** What a signed format needs beside the entries. */
export interface ManifestSigning {
  readonly signer: ManifestSigner;
  /** Names of the stations that built the lot. */
  readonly stations: readonly string[];
  readonly recipe: { readonly name: string; readonly hash: string };
  readonly createdAt: Date;
  readonly seals: SealJournal;
  /** The newest entry of the audit trail, null for none; left out: there is no trail. */
  readonly auditHead?: (() => Promise<AuditAnchor | null>) | undefined;
}
