import type { Clock } from "../../base/clock.ts";

/** An authority is a folder of files, `folder/name/`. */
export interface AuthorityPlace {
  readonly folder: string;
  readonly name: string;
}

export interface AuthorityFile extends AuthorityPlace {
  /** Encrypts the private keys; never stored. */
  readonly passphrase: string;
  readonly clock?: Clock | undefined;
}
