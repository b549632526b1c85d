import type { RegistrationFileForm } from "../registration-files/registration-file-forms.ts";
import type { TemplateDefaults } from "../registration-files/template-file.ts";

/** How to log in where the device asks for it. The password goes to the device's prompt and nowhere else. */
export interface ConsoleLogin {
  readonly user: string;
  readonly password?: string | undefined;
}

/** Where the TPM is: a character device with a resource manager (`device`), or whatever tpm2-tools reach (`tcti`). */
export interface ConsoleTpmSettings {
  readonly device?: string | undefined;
  /** TCTI of `tpm2_send`, e.g. `tabrmd` or `swtpm:host=127.0.0.1,port=2321`; `device:PATH` is the same as `device`. */
  readonly tcti?: string | undefined;
}

/** A file written into the device. Mode (octal digits) and owner (`user:group`) left out: as the file there has them. */
export interface ConsoleFile {
  readonly path: string;
  readonly mode?: string | undefined;
  readonly owner?: string | undefined;
}

/** A file of a form that is known, or one as a template spells it. */
export type ConsoleRegistrationForm =
  | { readonly as: RegistrationFileForm }
  | { readonly as: "template"; readonly text: string; readonly defaults: TemplateDefaults };

/** What the station must know of a Linux device (recipe: `console` and `registration.write`); what is left out, the device cannot do. */
export interface ConsoleSettings {
  readonly login?: ConsoleLogin | undefined;
  readonly becomeRoot?: "none" | "sudo" | "su" | undefined;
  /** What sudo asks for (the user's own), or su (root's). Goes to their prompt and nowhere else. */
  readonly rootPassword?: string | undefined;
  readonly tpm?: ConsoleTpmSettings | undefined;
  /** Where the device key is made and kept, as `device.key.pem`; a symmetric one is `device.symmetric.key`. */
  readonly keyFolder?: string | undefined;
  readonly keyOwner?: string | undefined;
  readonly certificate?: ConsoleFile | undefined;
  readonly serialNumberFile?: string | undefined;
  readonly modelFile?: string | undefined;
  readonly registration?: (ConsoleFile & ConsoleRegistrationForm) | undefined;
}

/** The file of the key that the device shares with its service: its bytes, as the Identity Service wants them. */
export const symmetricKeyFile = ({ keyFolder }: ConsoleSettings): string | undefined =>
  keyFolder === undefined ? undefined : `${keyFolder.replace(/\/+$/, "")}/device.symmetric.key`;

/** The device key's file, or `undefined` where the recipe names no folder for it. */
export const keyFile = ({ keyFolder }: ConsoleSettings): string | undefined =>
  keyFolder === undefined ? undefined : `${keyFolder.replace(/\/+$/, "")}/device.key.pem`;
