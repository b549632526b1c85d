import { z } from "zod";
import { deviceErrors } from "../device-errors.ts";
import type { Registration } from "../device-session.ts";
import type { RegistrationFile, RegistrationFiles } from "./registration-file.ts";
import { registrationAmong } from "./registration-members.ts";

const objectSchema = z.record(z.string(), z.json());

/**
 * A JSON object with `endpoint`, `idScope`, `registrationId`, `attestation`, for X.509 `certificateFile` and
 * `keyFile`, for a symmetric key `symmetricKeyFile`.
 * Other members keep their values and order; white space becomes two spaces of indentation.
 */
export function jsonFile({ certificateFile, keyFile, symmetricKeyFile }: RegistrationFiles): RegistrationFile {
  return {
    merge: (existing, registration: Registration) => {
      const {
        certificateFile: _certificate,
        keyFile: _key,
        symmetricKeyFile: _symmetricKey,
        ...others
      } = existing === undefined ? {} : parseObject(existing);
      const files = {
        tpm: {},
        x509: { certificateFile, keyFile },
        "symmetric-key": { symmetricKeyFile },
      };
      return `${JSON.stringify({ ...others, ...registration, ...files[registration.attestation] }, null, 2)}\n`;
    },
    parse: (text) => registrationAmong(parseObject(text)),
  };
}

function parseObject(text: string): z.output<typeof objectSchema> {
  try {
    return text.trim() === "" ? {} : objectSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw deviceErrors.refused("the file on the device is no JSON object", cause);
  }
}
