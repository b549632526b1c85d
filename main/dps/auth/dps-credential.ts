const credentialKinds = [
  "sas",
  "entra-client-secret",
  "entra-client-certificate",
  "entra-device-code",
  "entra-managed-identity",
] as const;

export type CredentialKind = (typeof credentialKinds)[number];

export interface AuthorizationRequest {
  /** The service's time as far as it is known, else the station's. */
  readonly now: Date;
  readonly signal?: AbortSignal | undefined;
}

/** How the station shows the service who it is. */
export interface DpsCredential {
  readonly kind: CredentialKind;
  /** Who that is, for people: never a secret. */
  readonly account: string;
  /**
   * The Authorization header for one attempt: a bearer secret until it runs out, never to be logged. Throws `dps.credential`,
   * `dps.sign-in` or `dps.clock` when there is none to be had, what a call over the network can throw, and `station.cancelled`.
   */
  authorization(request: AuthorizationRequest): Promise<string>;
  /** Drops idle connections to whoever gives tokens. */
  close(): void;
}
