import { deviceErrors } from "../device-errors.ts";
import type { Registration } from "../device-session.ts";
import type { RegistrationFile, RegistrationFiles } from "./registration-file.ts";
import { type TomlStatement, tomlStatements, tomlText } from "./toml-statements.ts";

// Keys and tables of other ways to provision, as config.toml.edge.template has them: left in, they would contradict ours.
const foreignKeys = [
  "connection_string",
  "iothub_hostname",
  "device_id",
  "symmetric_key",
  "identity_cert",
  "identity_pk",
];
const foreignTables = [
  "provisioning.authentication",
  "provisioning.attestation.identity_cert",
  "provisioning.attestation.identity_pk",
  "provisioning.attestation.symmetric_key",
];

const methods = { tpm: "tpm", x509: "x509", "symmetric-key": "symmetric_key" } as const;
const attestations = ["tpm", "x509", "symmetric-key"] as const;

/** Values are TOML. */
type Pairs = readonly (readonly [key: string, value: string])[];

/**
 * `/etc/aziot/config.toml` of IoT Edge and the Identity Service: tables `[provisioning]` with source "dps" and
 * `[provisioning.attestation]` with method "tpm", "x509" or "symmetric_key" (Azure/iot-identity-service, docs "Configuring the Azure IoT
 * Identity Service"). Comments, other keys and other tables stay byte for byte.
 */
export function aziotConfigFile(files: RegistrationFiles): RegistrationFile {
  return {
    merge: (existing, registration) => merge(existing ?? "", registration, files),
    parse: (text) => parse(text, files),
  };
}

function merge(existing: string, registration: Registration, files: RegistrationFiles): string {
  const end = existing.includes("\r\n") ? "\r\n" : "\n";
  const complete = existing === "" || existing.endsWith("\n") ? existing : `${existing}${end}`;
  const tables = intoTables(tomlStatements(complete));
  refuseOtherForms(tables);
  const provisioning: Pairs = [
    ["source", quoted("dps")],
    ["global_endpoint", quoted(`https://${registration.endpoint}`)],
    ["id_scope", quoted(registration.idScope)],
  ];
  const kept = tables.filter(({ name }) => !foreignTables.some((table) => `${name}.`.startsWith(`${table}.`)));
  const first = setPairs(kept, "provisioning", provisioning, end);
  return setPairs(first, "provisioning.attestation", attestationPairs(registration, files), end)
    .flatMap(({ statements }) => statements.map(({ text }) => text))
    .join("");
}

function attestationPairs(registration: Registration, files: RegistrationFiles): Pairs {
  const { certificateFile, keyFile, symmetricKeyFile } = files;
  const common = [
    ["method", quoted(methods[registration.attestation])],
    ["registration_id", quoted(registration.registrationId)],
  ] as const;
  if (registration.attestation === "tpm") return common;
  if (registration.attestation === "symmetric-key") {
    if (symmetricKeyFile === undefined)
      throw deviceErrors.notSupported("config.toml for a symmetric key needs console.keyFolder");
    return [...common, ["symmetric_key", symmetricKeyAt(symmetricKeyFile)]];
  }
  if (certificateFile === undefined || keyFile === undefined)
    throw deviceErrors.notSupported("config.toml for X.509 needs console.keyFolder and console.certificateFile");
  return [
    ...common,
    ["identity_cert", quoted(`file://${certificateFile}`)],
    ["identity_pk", quoted(`file://${keyFile}`)],
  ];
}

interface Table {
  /** Dotted; empty for what stands before the first table. */
  readonly name: string;
  readonly many: boolean;
  readonly statements: readonly TomlStatement[];
}

function intoTables(statements: readonly TomlStatement[]): readonly Table[] {
  const tables: { name: string; many: boolean; statements: TomlStatement[] }[] = [
    { name: "", many: false, statements: [] },
  ];
  for (const statement of statements) {
    if (statement.kind === "table")
      tables.push({ name: statement.path.join("."), many: statement.many, statements: [] });
    tables.at(-1)?.statements.push(statement);
  }
  return tables;
}

/** TOML has other ways to write the same; a second table beside them would make the file wrong. */
function refuseOtherForms(tables: readonly Table[]): void {
  const dotted = tables.some(
    ({ name, many, statements }) =>
      (many && (name === "provisioning" || name.startsWith("provisioning."))) ||
      statements.some(
        (statement) =>
          statement.kind === "value" &&
          ((name === "" && statement.path[0] === "provisioning") ||
            (name === "provisioning" && statement.path[0] === "attestation")),
      ),
  );
  if (dotted)
    throw deviceErrors.refused("config.toml has its provisioning in dotted or inline form; write it as tables");
}

const quoted = (text: string): string => JSON.stringify(text);

/** The bytes are in the file as they are; Base64 there would be taken for the key itself (MicrosoftDocs/azure-docs#98739). */
const symmetricKeyAt = (file: string): string => `{ uri = ${quoted(`file://${file}`)} }`;

const valueStatement = ([key, value]: Pairs[number], end: string): TomlStatement => ({
  kind: "value",
  text: `${key} = ${value}${end}`,
  path: [key],
  value,
});

/** However a text is quoted; anything else must stand there as we write it. */
function sameValue(found: string, wanted: string): boolean {
  const text = tomlText(found);
  return text === undefined ? found === wanted : text === tomlText(wanted);
}

function setPairs(tables: readonly Table[], name: string, pairs: Pairs, end: string): readonly Table[] {
  if (!tables.some((table) => table.name === name)) return insertTable(tables, newTable(tables, name, pairs, end));
  return tables.map((table) => (table.name === name ? { ...table, statements: setValues(table, pairs, end) } : table));
}

function newTable(tables: readonly Table[], name: string, pairs: Pairs, end: string): Table {
  const empty = tables.every(({ statements }) => statements.length === 0);
  const head: TomlStatement = {
    kind: "table",
    text: `${empty ? "" : end}[${name}]${end}`,
    path: name.split("."),
    many: false,
  };
  return { name, many: false, statements: [head, ...pairs.map((pair) => valueStatement(pair, end))] };
}

/** Behind the table it is part of, before the comments that lead over to the next one; else at the end. */
function insertTable(tables: readonly Table[], table: Table): readonly Table[] {
  const parent = table.name.split(".").slice(0, -1).join(".");
  const index = parent === "" ? -1 : tables.findIndex(({ name }) => name === parent);
  const above = tables[index];
  if (above === undefined) return [...tables, table];
  const end = above.statements.findLastIndex(({ kind }) => kind !== "blank") + 1;
  const parts = [
    { ...above, statements: above.statements.slice(0, end) },
    { ...table, statements: [...table.statements, ...above.statements.slice(end)] },
  ];
  return tables.toSpliced(index, 1, ...parts);
}

function setValues({ statements }: Table, pairs: Pairs, end: string): readonly TomlStatement[] {
  const wanted = new Map(pairs);
  const written = new Set<string>();
  const changed = statements.flatMap((statement): readonly TomlStatement[] => {
    const key = statement.kind === "value" ? statement.path.join(".") : "";
    const value = wanted.get(key);
    if (value === undefined)
      return foreignKeys.includes(statement.kind === "value" ? (statement.path[0] ?? "") : "") ? [] : [statement];
    written.add(key);
    const same = statement.kind === "value" && sameValue(statement.value, value);
    return [same ? statement : valueStatement([key, value], end)];
  });
  const missing = pairs.filter(([key]) => !written.has(key)).map((pair) => valueStatement(pair, end));
  // Before the blank lines and comments at the table's end, which lead over to the next one.
  const last = changed.findLastIndex(({ kind }) => kind !== "blank") + 1;
  return [...changed.slice(0, last), ...missing, ...changed.slice(last)];
}

function parse(text: string, { symmetricKeyFile }: RegistrationFiles): Registration | undefined {
  const tables = intoTables(tomlStatements(text));
  const writtenAt = (name: string, key: string): string => {
    const statements = tables.find((table) => table.name === name)?.statements ?? [];
    const found = statements.find((statement) => statement.kind === "value" && statement.path.join(".") === key);
    return found?.kind === "value" ? found.value : "";
  };
  const valueOf = (name: string, key: string): string | undefined => tomlText(writtenAt(name, key));
  const endpoint = valueOf("provisioning", "global_endpoint");
  const idScope = valueOf("provisioning", "id_scope");
  const registrationId = valueOf("provisioning.attestation", "registration_id");
  const method = valueOf("provisioning.attestation", "method");
  const attestation = attestations.find((each) => methods[each] === method);
  if (valueOf("provisioning", "source") !== "dps" || endpoint === undefined || idScope === undefined) return undefined;
  if (registrationId === undefined || attestation === undefined) return undefined;
  if (attestation === "symmetric-key") {
    const named = writtenAt("provisioning.attestation", "symmetric_key");
    if (symmetricKeyFile === undefined || named !== symmetricKeyAt(symmetricKeyFile)) return undefined;
  }
  return { endpoint: endpoint.replace(/^https:\/\//, "").replace(/\/$/, ""), idScope, registrationId, attestation };
}
