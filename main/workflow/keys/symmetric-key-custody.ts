/** How the plant keeps keys that a unit shares with its service; they are in clear in memory only, and no longer than needed. */
export interface SymmetricKeyCustody {
  /** The key of an enrollment group, by the name of the secret that holds it. Throws `set-up.secret`, `dps.symmetric-key`. */
  groupKey(secretName: string): Promise<Uint8Array>;
  /** Text for the records that only this station can open again, and only under the same name. */
  seal(name: string, secret: Uint8Array): Promise<string>;
  /** Throws `set-up.secret`. */
  open(name: string, sealed: string): Promise<Uint8Array>;
  /** The primary key of a unit's entry as the service has it; `undefined` if there is no such entry. Throws `dps.*`, `set-up.*`. */
  atService(service: string, registrationId: string, signal: AbortSignal): Promise<Uint8Array | undefined>;
}
