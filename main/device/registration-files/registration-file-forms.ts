import { aziotConfigFile } from "./aziot-config.ts";
import { environmentFile } from "./environment-file.ts";
import { jsonFile } from "./json-file.ts";
import type { RegistrationFile, RegistrationFiles } from "./registration-file.ts";

export type RegistrationFileForm = "aziot-config-toml" | "json" | "env";

/** How to write and read one form. */
export function registrationFile(form: RegistrationFileForm, files: RegistrationFiles): RegistrationFile {
  switch (form) {
    case "aziot-config-toml":
      return aziotConfigFile(files);
    case "json":
      return jsonFile(files);
    case "env":
      return environmentFile(files);
  }
}
