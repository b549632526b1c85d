import type { AuthorityView, NewAuthority, SavedFile } from "../../../main/api/contract/index.ts";
import type { StationClient } from "../../client/station-client.ts";
import { engineer } from "../../locales/texts.ts";

/** The ways to come by an authority, the most usual first. */
export const kinds = [
  "pilot",
  "importKey",
  "attach",
  "importChain",
  "line",
  "request",
  "complete",
  "certify",
  "root",
] as const;
export type Kind = (typeof kinds)[number];

export const algorithms = ["ec-p256", "ec-p384", "rsa-2048", "rsa-3072"] as const;
type Algorithm = (typeof algorithms)[number];

/** An authority as it is typed. */
export interface AuthorityDraft {
  readonly kind: Kind;
  readonly name: string;
  readonly above: string;
  readonly subject: string;
  readonly algorithm: Algorithm;
  readonly years: string;
  /** Base64 of the file that was chosen, and its name. */
  readonly base64: string;
  readonly file: string;
  readonly passphrase: string;
  readonly module: string;
  readonly token: string;
  readonly key: string;
  readonly pin: string;
}

export const emptyDraft: AuthorityDraft = {
  kind: "pilot",
  name: "",
  above: "",
  subject: "",
  algorithm: "ec-p256",
  years: "15",
  base64: "",
  file: "",
  passphrase: "",
  module: "",
  token: "",
  key: "",
  pin: "",
};

export type Field = "name" | "above" | "subject" | "years" | "file" | "passphrase" | "module" | "token" | "key" | "pin";

/** What is asked for, by the way it is come by. */
export const fieldsOf: Readonly<Record<Kind, readonly Field[]>> = {
  pilot: ["name"],
  importKey: ["name", "file", "passphrase"],
  attach: ["name", "module", "token", "key", "file", "pin"],
  importChain: ["name", "file"],
  root: ["name", "subject", "years"],
  line: ["name", "above", "subject", "years"],
  request: ["name", "subject"],
  complete: ["name", "file"],
  certify: ["above", "file", "years"],
};

export const takesFile = (kind: Kind): kind is "importKey" | "attach" | "importChain" | "complete" | "certify" =>
  fieldsOf[kind].includes("file");

/** What is wrong with each field that is asked for. */
export function wrongOf(draft: AuthorityDraft): Partial<Record<Field, string>> {
  const words = engineer.authorities;
  const checks: Readonly<Record<Field, string | null>> = {
    name: /^[a-z0-9][a-z0-9-]{0,62}$/.test(draft.name.trim()) ? null : words.nameWrong,
    above: draft.above === "" ? words.aboveMissing : null,
    subject: draft.subject.trim() === "" ? words.missing : null,
    years: /^[1-9]\d?$/.test(draft.years.trim()) ? null : words.yearsWrong,
    file: draft.base64 === "" ? words.fileMissing : null,
    passphrase: null,
    module: draft.module.trim() === "" ? words.missing : null,
    token: draft.token.trim() === "" ? words.missing : null,
    key: draft.key.trim() === "" ? words.missing : null,
    pin: draft.pin === "" ? words.missing : null,
  };
  return Object.fromEntries(
    fieldsOf[draft.kind].flatMap((field) => (checks[field] === null ? [] : [[field, checks[field]]])),
  );
}

const daysPerYear = 365.25;
const daysOf = ({ years }: AuthorityDraft): number => Math.floor(Number(years) * daysPerYear);

/** The call that makes it, or that gives a file; both are the station's. */
export function callOf(
  draft: AuthorityDraft,
):
  | { readonly gives: "list"; readonly call: (calls: StationClient["authorities"]) => Promise<AuthorityView[]> }
  | { readonly gives: "file"; readonly call: (calls: StationClient["authorities"]) => Promise<SavedFile> } {
  const { kind, base64, above, algorithm, passphrase, pin } = draft;
  const name = draft.name.trim();
  const commonName = draft.subject.trim();
  switch (kind) {
    case "pilot":
    case "root":
    case "line":
      return { gives: "list", call: (calls) => calls.create(newAuthority(draft, kind)) };
    case "importKey":
      return {
        gives: "list",
        call: (calls) => calls.importKey({ name, base64, ...(passphrase === "" ? {} : { passphrase }) }),
      };
    case "importChain":
      return { gives: "list", call: (calls) => calls.importChain({ name, base64 }) };
    case "attach": {
      const token = { module: draft.module.trim(), token: draft.token.trim(), key: draft.key.trim() };
      return { gives: "list", call: (calls) => calls.attach({ name, base64, pin, ...token }) };
    }
    case "complete":
      return { gives: "list", call: (calls) => calls.complete({ name, base64 }) };
    case "request":
      return { gives: "file", call: (calls) => calls.request({ name, algorithm, commonName }) };
    case "certify":
      return { gives: "file", call: (calls) => calls.certify({ above, base64, validityDays: daysOf(draft) }) };
  }
}

function newAuthority(draft: AuthorityDraft, kind: "pilot" | "root" | "line"): NewAuthority {
  const name = draft.name.trim();
  if (kind === "pilot") return { kind, name };
  const about = { algorithm: draft.algorithm, commonName: draft.subject.trim(), validityDays: daysOf(draft) };
  return kind === "root" ? { kind, name, ...about } : { kind, name, above: draft.above, ...about };
}
