import type { RsaPublicArea } from "../blob/rsa-public-area.ts";

export interface TpmChallenge {
  /** The HMAC key sealed into the blob: who signs with it has the TPM. */
  readonly key: Uint8Array;
  /** Kept because the second PUT may come without the `tpm` member. */
  readonly storageRootKey: RsaPublicArea;
}

/** The open challenge of each registration id; a new one replaces the old. */
export class TpmChallenges {
  readonly #open = new Map<string, TpmChallenge>();

  get(registrationId: string): TpmChallenge | undefined {
    return this.#open.get(registrationId.toLowerCase());
  }

  set(registrationId: string, challenge: TpmChallenge): void {
    this.#open.set(registrationId.toLowerCase(), challenge);
  }
}
