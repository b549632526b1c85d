import type { Registration } from "../device-session.ts";

/** Where the device keeps what its registration needs besides; named in the file, never in it. */
export interface RegistrationFiles {
  readonly certificateFile?: string | undefined;
  readonly keyFile?: string | undefined;
  /** Of a registration by symmetric key: the key's bytes. */
  readonly symmetricKeyFile?: string | undefined;
}

/** A file in which some firmware looks for its registration. */
export interface RegistrationFile {
  /** The file with the registration in it; the rest stays as it is. Throws `device.refused` where it cannot be merged safely. */
  merge(existing: string | undefined, registration: Registration): string;
  /** `undefined` when the file holds none. */
  parse(text: string): Registration | undefined;
}
