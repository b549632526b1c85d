import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { concatBytes, equalBytes } from "../../../base/bytes/bytes.ts";
import { TPM_RC, TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { TPMA_OBJECT } from "../../../tpm/spec/tpma-object.ts";
import { hasAttributes } from "../objects/tpm-object.ts";
import type { Entity, HandleRule } from "../tpm-command.ts";
import { failure, sessionFailure } from "../wire/tpm-failure.ts";
import type { Authorization } from "./read-authorizations.ts";
import type { Session } from "./session.ts";

export interface AuthorizedCommand {
  readonly code: number;
  readonly rules: readonly HandleRule[];
  readonly entities: readonly Entity[];
  readonly parameters: Uint8Array;
  readonly authorizations: readonly Authorization[];
}

/** TPM_RC_AUTH_UNAVAILABLE: the entity cannot be used in this way of authorizing at all. */
const authUnavailable = 0x12f;
const nothing = new Uint8Array();

/** Every handle with a role has a session that authorizes it, and no session is without a purpose (TPM 2.0 Part 1, clause 19.4). */
export function checkAuthorizations(command: AuthorizedCommand): void {
  const guarded = command.rules.flatMap((rule, place) => (rule.role === undefined ? [] : [{ role: rule.role, place }]));
  if (command.authorizations.length < guarded.length) throw failure(TPM_RC.AUTH_MISSING);
  for (const [place, authorization] of command.authorizations.entries()) {
    const target = guarded[place];
    const entity = target === undefined ? undefined : command.entities[target.place];
    if (target === undefined || entity === undefined) throw surplus(authorization, place);
    checkOne(command, { authorization, entity, role: target.role, number: place + 1 });
  }
}

/** A session that authorizes nothing could only audit or encrypt, which this TPM does not; a password cannot even that. */
const surplus = ({ session }: Authorization, place: number): Error =>
  sessionFailure(session === undefined ? TPM_RC_FMT1.HANDLE : TPM_RC_FMT1.ATTRIBUTES, place + 1);

interface Check {
  readonly authorization: Authorization;
  readonly entity: Entity;
  readonly role: "user" | "admin";
  /** Of the session, from 1. */
  readonly number: number;
}

function checkOne(command: AuthorizedCommand, check: Check): void {
  const { session, hmac } = check.authorization;
  if (session === undefined) {
    requireAuthValue(check);
    if (!equalBytes(trimmed(hmac), authValueOf(check.entity))) throw wrongAuth(check);
    return;
  }
  if (session.kind === "trial") throw sessionFailure(TPM_RC_FMT1.ATTRIBUTES, check.number);
  if (session.kind === "policy") checkPolicy(command, check, session);
  else requireAuthValue(check);
  const expected = commandHmac(command, check, session);
  if (expected.length !== hmac.length || !timingSafeEqual(expected, hmac)) throw wrongAuth(check);
}

/** Objects say who may use them by password: user role by userWithAuth, admin role unless adminWithPolicy. */
function requireAuthValue({ entity, role }: Check): void {
  if (entity.kind !== "object") return;
  const { publicArea } = entity.object;
  const allowed =
    role === "user"
      ? hasAttributes(publicArea, TPMA_OBJECT.userWithAuth)
      : !hasAttributes(publicArea, TPMA_OBJECT.adminWithPolicy);
  if (!allowed) throw failure(authUnavailable);
}

function checkPolicy(command: AuthorizedCommand, { entity, role, number }: Check, session: Session): void {
  const policy = entity.kind === "object" ? entity.object.publicArea.authPolicy : nothing;
  if (policy.length === 0) throw failure(authUnavailable);
  if (session.commandCode !== undefined && session.commandCode !== command.code) {
    throw sessionFailure(TPM_RC_FMT1.POLICY_CC, number);
  }
  if (role === "admin" && session.commandCode === undefined) throw sessionFailure(TPM_RC_FMT1.POLICY_FAIL, number);
  const cpHash = session.cpHash;
  if (cpHash !== undefined && !equalBytes(cpHash, cpHashOf(command, session.hash))) {
    throw sessionFailure(TPM_RC_FMT1.POLICY_FAIL, number);
  }
  if (!equalBytes(policy, session.policyDigest)) throw sessionFailure(TPM_RC_FMT1.POLICY_FAIL, number);
}

function commandHmac(command: AuthorizedCommand, { authorization, entity }: Check, session: Session): Uint8Array {
  const key = hmacKey(session, entity);
  if (isBare(key, authorization)) return nothing;
  return new Uint8Array(
    createHmac(session.hash, key)
      .update(cpHashOf(command, session.hash))
      .update(authorization.nonceCaller)
      .update(session.nonceTpm)
      .update(Uint8Array.of(authorization.attributes))
      .digest(),
  );
}

/** Without any key a caller may leave the HMAC out, or compute it all the same; the response follows suit. */
export const isBare = (key: Uint8Array, { hmac }: Authorization): boolean => key.length === 0 && hmac.length === 0;

/** sessionKey ‖ authValue; a policy session here never proves the authValue (Part 1, clause 19.6.5). */
export const hmacKey = (session: Session, entity: Entity): Uint8Array =>
  session.kind === "hmac" ? concatBytes(session.sessionKey, authValueOf(entity)) : session.sessionKey;

function cpHashOf(command: AuthorizedCommand, hash: string): Uint8Array {
  const digest = createHash(hash).update(new ByteWriter().u32(command.code).finish());
  for (const entity of command.entities) digest.update(entity.name);
  return new Uint8Array(digest.update(command.parameters).digest());
}

/** NV indices of the practice TPM have empty authorization values. */
function authValueOf(entity: Entity): Uint8Array {
  if (entity.kind === "object") return trimmed(entity.object.sensitive.authValue);
  return entity.kind === "permanent" ? trimmed(entity.authValue) : nothing;
}

/** TPM_RC_AUTH_FAIL counts for dictionary attacks, TPM_RC_BAD_AUTH does not; nothing here locks out. */
function wrongAuth({ entity, number }: Check): Error {
  const counted = entity.kind === "object" && !hasAttributes(entity.object.publicArea, TPMA_OBJECT.noDA);
  return sessionFailure(counted ? TPM_RC_FMT1.AUTH_FAIL : TPM_RC_FMT1.BAD_AUTH, number);
}

/** Trailing zeros do not count in an authorization value (Part 1, clause 19.6.4.3). */
function trimmed(value: Uint8Array): Uint8Array {
  let length = value.length;
  while (length > 0 && value[length - 1] === 0) length -= 1;
  return value.slice(0, length);
}
