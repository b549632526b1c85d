import type { RegistrationFileForm } from "../../registration-files/registration-file-forms.ts";
import type { TemplateDefaults } from "../../registration-files/template-file.ts";

/** Where something lies in a device whose firmware has Zephyr's own groups only: in a file, or under a settings key. */
export type StockPlace = { readonly file: string } | { readonly setting: string };

/** How certificates and keys are put down: PEM (RFC 7468), or DER, certificates one after another. */
export type StockForm = "pem" | "der";

/** Where a fact about the device is read. `pattern`: what of it counts, the first group if it has one. */
export type StockSource = (StockPlace | { readonly info: string } | { readonly shell: readonly string[] }) & {
  readonly pattern?: string | undefined;
};

/** How firmware reads its registration: from a file of some form, a file as a template spells it, or under settings keys. */
export type StockRegistrationForm =
  | { readonly as: RegistrationFileForm; readonly path: string }
  | { readonly as: "template"; readonly path: string; readonly text: string }
  | { readonly as: "settings"; readonly keys: StockRegistrationKeys };

/** Settings keys; what is left out, the firmware knows by itself. */
export interface StockRegistrationKeys {
  readonly endpoint?: string | undefined;
  readonly idScope?: string | undefined;
  readonly registrationId: string;
  readonly attestation?: string | undefined;
}

/** What the station must know of firmware without the identity group (recipe: `smp.identity` and `registration.write`). */
export interface StockSettings {
  readonly certificate?: (StockPlace & { readonly form: StockForm }) | undefined;
  /** For a key made by the station: PKCS #8. */
  readonly key?: (StockPlace & { readonly form: StockForm }) | undefined;
  readonly model: StockSource;
  readonly serialNumber?: StockSource | undefined;
  readonly registration?: StockRegistrationForm | undefined;
  /** What is registered where the firmware's own form does not say it. */
  readonly registrationDefaults: TemplateDefaults;
}
