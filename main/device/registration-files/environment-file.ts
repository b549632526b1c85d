import type { Registration } from "../device-session.ts";
import type { RegistrationFile, RegistrationFiles } from "./registration-file.ts";
import { registrationAmong } from "./registration-members.ts";

/** Names that the samples of Microsoft's device SDKs read (azure-iot-sdk-python, "provision_x509"), and more of the same kind. */
const names = {
  endpoint: "PROVISIONING_HOST",
  idScope: "PROVISIONING_IDSCOPE",
  registrationId: "PROVISIONING_REGISTRATION_ID",
  attestation: "PROVISIONING_ATTESTATION",
  certificateFile: "X509_CERT_FILE",
  keyFile: "X509_KEY_FILE",
  symmetricKeyFile: "PROVISIONING_SYMMETRIC_KEY_FILE",
} as const;

const assignment = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)=(.*?)\r?$/;

/** `NAME=value` lines, as systemd's EnvironmentFile and every shell read them. Lines of others stay byte for byte. */
export function environmentFile(files: RegistrationFiles): RegistrationFile {
  return { merge: (existing, registration) => merge(existing ?? "", registration, files), parse };
}

function merge(existing: string, registration: Registration, files: RegistrationFiles): string {
  const values: Readonly<Record<string, string | undefined>> = {
    ...registration,
    ...filesOf(registration, files),
  };
  const wanted = Object.entries(names).flatMap(([member, name]) => {
    const value = values[member];
    return value === undefined ? [] : [{ name, line: `${name}=${value}` }];
  });
  const ours: readonly string[] = Object.values(names);
  const lines = existing === "" ? [] : existing.replace(/\n$/, "").split("\n");
  const written = new Set<string>();
  const changed = lines.flatMap((line) => {
    const [, name = ""] = assignment.exec(line) ?? [];
    if (!ours.includes(name)) return [line];
    const found = wanted.find((candidate) => candidate.name === name && !written.has(name));
    written.add(name);
    return found === undefined ? [] : [found.line];
  });
  const missing = wanted.filter(({ name }) => !written.has(name)).map(({ line }) => line);
  return [...changed, ...missing, ""].join("\n");
}

function filesOf(
  { attestation }: Registration,
  { symmetricKeyFile, ...certified }: RegistrationFiles,
): RegistrationFiles {
  if (attestation === "tpm") return {};
  return attestation === "x509" ? certified : { symmetricKeyFile };
}

function parse(text: string): Registration | undefined {
  const found = new Map(
    text.split("\n").flatMap((line) => {
      const [, name, value = ""] = assignment.exec(line) ?? [];
      return name === undefined ? [] : [[name, unquoted(value.trim())] as const];
    }),
  );
  return registrationAmong(
    Object.fromEntries(Object.entries(names).map(([member, name]) => [member, found.get(name)])),
  );
}

const unquoted = (value: string): string => /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;
