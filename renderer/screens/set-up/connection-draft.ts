import type { Connection, ConnectionChange, EntraView, NewConnection } from "../../../main/api/contract/index.ts";
import { engineer } from "../../locales/texts.ts";
import { wholeNumber } from "./whole-number.ts";

export const ways = ["sas", "client-secret", "client-certificate", "device-code", "managed-identity"] as const;
export type Way = (typeof ways)[number];

/** A connection as it is typed. */
export interface ConnectionDraft {
  readonly name: string;
  readonly idScope: string;
  readonly way: Way;
  readonly secret: string;
  readonly tenant: string;
  readonly client: string;
  readonly authorityHost: string;
  readonly url: string;
  /** PEM of the file that was chosen, and its name. */
  readonly ca: string;
  readonly caFile: string;
  readonly operations: string;
}

const usualOperations = 600;

export const draftOf = (known: Connection | null): ConnectionDraft => ({
  name: known?.name ?? "",
  idScope: known?.idScope ?? "",
  way: known?.entra?.kind ?? "sas",
  secret: "",
  tenant: known?.entra && "tenant" in known.entra ? known.entra.tenant : "",
  client: known?.entra?.client ?? "",
  authorityHost: "",
  url: known?.url ?? "",
  ca: "",
  caFile: "",
  operations: String(known?.operationsPerMinute ?? usualOperations),
});

/** Whether that way of signing in has a secret to be typed in. */
export const hasSecret = (way: Way): boolean => ["sas", "client-secret", "client-certificate"].includes(way);
export const isInDirectory = (way: Way): way is "client-secret" | "client-certificate" | "device-code" =>
  ["client-secret", "client-certificate", "device-code"].includes(way);

type Wrong = Readonly<
  Record<"name" | "idScope" | "secret" | "tenant" | "client" | "url" | "operations", string | null>
>;

/** What is wrong with each field. */
export function wrongOf(draft: ConnectionDraft, isNew: boolean): Wrong {
  const words = engineer.connections;
  const { way, name, idScope, secret, tenant, client, url, operations } = draft;
  const directory = isInDirectory(way) && isNew;
  const urlMissing = way !== "sas" && url.trim() === "";
  return {
    name: /^[a-z0-9][a-z0-9-]{0,63}$/.test(name.trim()) ? null : words.nameWrong,
    idScope: idScope.trim() === "" ? words.idScopeMissing : null,
    secret: isNew && hasSecret(way) && secret.trim() === "" ? words.secretMissing : null,
    tenant: directory && tenant.trim() === "" ? words.fieldMissing : null,
    client: directory && client.trim() === "" ? words.fieldMissing : null,
    url: urlMissing || (url.trim() !== "" && !/^https:\/\/\S+$/.test(url.trim())) ? words.urlWrong : null,
    operations: wholeNumber(operations, 1, 1_000_000) === null ? words.operationsWrong : null,
  };
}

export const isRight = (wrong: Wrong): boolean => Object.values(wrong).every((error) => error === null);

function settingsOf({ idScope, url, ca, operations }: ConnectionDraft) {
  return {
    idScope: idScope.trim(),
    ...(url.trim() === "" ? {} : { url: url.trim() }),
    ...(ca === "" ? {} : { ca }),
    operationsPerMinute: wholeNumber(operations, 1, 1_000_000) ?? usualOperations,
  };
}

function entraOf({ way, tenant, client, authorityHost }: ConnectionDraft): EntraView | undefined {
  if (way === "sas") return undefined;
  const id = client.trim();
  if (!isInDirectory(way)) return { kind: "managed-identity", ...(id === "" ? {} : { client: id }) };
  const host = authorityHost.trim();
  return { kind: way, tenant: tenant.trim(), client: id, ...(host === "" ? {} : { authorityHost: host }) };
}

export function newConnection(draft: ConnectionDraft): NewConnection {
  const entra = entraOf(draft);
  return {
    name: draft.name.trim(),
    ...settingsOf(draft),
    secret: hasSecret(draft.way) ? draft.secret : "",
    ...(entra === undefined ? {} : { entra }),
  };
}

/** What is as it was stays out, so that a new connection string still leads to its own host. */
export function connectionChange(draft: ConnectionDraft, known: Connection): ConnectionChange {
  const { url, ...settings } = settingsOf(draft);
  const moved = url === undefined || url === known.url ? {} : { url };
  return { name: known.name, ...settings, ...moved, secret: hasSecret(draft.way) ? draft.secret : "" };
}
