import type { ErrorMaker } from "../../base/errors/error-catalogue.ts";
import { type Remark, remarksOf } from "../../base/remark.ts";
import { unitErrors } from "../unit-errors.ts";

const inThrees = (parts: readonly string[]): readonly string[] =>
  parts.flatMap((field, index) =>
    index % 3 === 0 ? [`${field} is "${parts[index + 1]}", not "${parts[index + 2]}"`] : [],
  );

/** Codes never change their meaning: they are on record. renderer/locales says each in every language. */
const words = {
  "key-and-certificate": () => "the recorded key, proven, certificate as the recipe wants it",
  "endorsement-known": (verdict: string) => `recorded key, certificate ${verdict}`,
  "endorsement-proven": (verdict: string) => `recorded key, certificate ${verdict}, credential activated`,
  "endorsement-key-other": () => "endorsement key is not the recorded one",
  "endorsement-untrusted": (verdict: string) => `endorsement certificate: ${verdict}`,

  "chain-and-key": (certificate: string) => `certificate ${certificate}, valid, and its key proven`,
  "chain-proven": (count: string) => `${count} certificates, valid, key proven`,
  "chain-compared": (count: string) => `${count} certificates, valid, key compared`,
  "chain-other": () => "certificate chain is not the recorded one",
  "device-key-other": () => "device key is not the recorded one",
  "recipe-other": () => "the recipe is not for X.509",

  "key-proven": () => "the recorded key, proven",
  "key-of-group": (group: string) => `recorded key, derived for group ${group}, proven`,
  "key-waiting": () => "recorded key, waiting for its service, proven",
  "key-at-service": (service: string) => `recorded key, as "${service}" has it, proven`,
  "key-other": () => "key is not the recorded one",
  "key-missing": (registrationId: string) => `service has no key for ${registrationId}`,

  registration: (endpoint: string, idScope: string, registrationId: string) =>
    `${endpoint} ${idScope} ${registrationId}`,
  "registration-none": () => "device holds no registration",
  "registration-other": (member: string, expected: string, found: string) =>
    `${member}: expected "${expected}", found "${found}"`,

  "entry-recorded": (registrationId: string) => `entry ${registrationId} as recorded`,
  "entry-same": () => "enrolled as recorded",
  "entry-lost": (registrationId: string) => `service lost the entry ${registrationId}`,
  "entry-missing": (registrationId: string) => `service has no entry ${registrationId} yet`,
  "entry-unrecorded": () => "no entry was recorded",
  /** Of each difference its field, what the service has, what is recorded. */
  "entry-other": (...differences: string[]) => `entry at the service: ${inThrees(differences).join("; ")}`,
  "group-takes": (group: string) => `group ${group} takes the unit`,
  "group-took": (group: string, service: string) => `enrolled by group ${group} at "${service}"`,
  "group-unrecorded": () => "no enrollment group is recorded",

  "registered-or-new": () => "assigned, or not registered yet",
  "registered-at": (hub: string) => `registered at ${hub}`,
  "not-registered": () => "not registered yet",
  "registration-refused": (status: string, reason: string) => `registration is ${status}: ${reason}`,
} as const;

export type FindingCode = keyof typeof words;

/** What a check expects, or found. */
export type Finding = Remark<FindingCode>;

/** What is not as it should be, by the error it is. */
const faults: Partial<Readonly<Record<FindingCode, ErrorMaker>>> = {
  "endorsement-key-other": unitErrors.differs,
  "endorsement-untrusted": unitErrors.endorsementCertificateUntrusted,
  "chain-other": unitErrors.differs,
  "device-key-other": unitErrors.differs,
  "recipe-other": unitErrors.differs,
  "key-other": unitErrors.differs,
  "key-missing": unitErrors.notEnrolled,
  "registration-none": unitErrors.differs,
  "registration-other": unitErrors.differs,
  "entry-lost": unitErrors.differs,
  "entry-missing": unitErrors.notEnrolled,
  "entry-unrecorded": unitErrors.differs,
  "entry-other": unitErrors.differs,
  "group-unrecorded": unitErrors.differs,
  "registration-refused": unitErrors.differs,
};

export const findingCodes = Object.keys(words);

export const finding = remarksOf(words);

/** Makes the error that the finding is; undefined: all is well. */
export const faultOf = ({ says }: Finding): ErrorMaker | undefined => faults[says];
