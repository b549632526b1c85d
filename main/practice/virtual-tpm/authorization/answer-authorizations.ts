import { createHash, createHmac } from "node:crypto";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import type { TpmState } from "../tpm-state.ts";
import { type AuthorizedCommand, hmacKey, isBare } from "./check-authorizations.ts";
import { type Authorization, continues } from "./read-authorizations.ts";

/** The authorization area of a successful response (TPM 2.0 Part 1, clause 19.6.6); sessions not continued end here. */
export function answerAuthorizations(state: TpmState, command: AuthorizedCommand, answer: Uint8Array): Uint8Array {
  const writer = new ByteWriter();
  const guarded = command.rules.flatMap(({ role }, place) => (role === undefined ? [] : [place]));
  for (const [place, authorization] of command.authorizations.entries()) {
    const entity = command.entities[guarded[place] ?? -1];
    const { session } = authorization;
    if (session === undefined || entity === undefined) {
      writer.sized(new Uint8Array()).u8(0x01).sized(new Uint8Array());
      continue;
    }
    session.rollNonce();
    const key = hmacKey(session, entity);
    const hmac = isBare(key, authorization) ? new Uint8Array() : responseHmac(command, authorization, key, answer);
    writer.sized(session.nonceTpm).u8(authorization.attributes).sized(hmac);
    if (!continues(authorization)) state.sessions.delete(session.slot);
    else if (session.kind === "policy") session.restart();
  }
  return writer.finish();
}

function responseHmac(
  command: AuthorizedCommand,
  { session, nonceCaller, attributes }: Authorization,
  key: Uint8Array,
  answer: Uint8Array,
): Uint8Array {
  if (session === undefined) return new Uint8Array();
  const rpHash = createHash(session.hash)
    .update(new ByteWriter().u32(0).u32(command.code).finish())
    .update(answer)
    .digest();
  return new Uint8Array(
    createHmac(session.hash, key)
      .update(rpHash)
      .update(session.nonceTpm)
      .update(nonceCaller)
      .update(Uint8Array.of(attributes))
      .digest(),
  );
}
