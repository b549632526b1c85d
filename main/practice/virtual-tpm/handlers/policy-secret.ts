import { createHash } from "node:crypto";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { equalBytes } from "../../../base/bytes/bytes.ts";
import { TPM_RC, TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { TPM_RH } from "../../../tpm/spec/tpm-rh.ts";
import { TPM_ST } from "../../../tpm/spec/tpm-st.ts";
import type { Session } from "../authorization/session.ts";
import { LIMITS } from "../limits.ts";
import { sessionAt, tpmCommand } from "../tpm-command.ts";
import { sizedAtMost } from "../wire/read-structures.ts";
import { failure, parameterFailure } from "../wire/tpm-failure.ts";

const code = 0x151;

/** TPM2_PolicySecret (TPM 2.0 Part 3, clause 23.4). It gives no tickets: an expiration is refused. */
export const policySecret = tpmCommand({
  code,
  handles: [
    {
      accepts: [TPM_RH.OWNER, TPM_RH.ENDORSEMENT, TPM_RH.PLATFORM, TPM_RH.LOCKOUT, TPM_RH.NULL, "object", "nv-index"],
      role: "user",
    },
    { accepts: ["policy-session"] },
  ],
  decode: (parameters) => ({
    nonceTpm: parameters.next((reader) => sizedAtMost(reader, LIMITS.digestBytes)),
    cpHash: parameters.next((reader) => sizedAtMost(reader, LIMITS.digestBytes)),
    policyRef: parameters.next((reader) => sizedAtMost(reader, LIMITS.digestBytes)),
    expiration: parameters.next((reader) => reader.u32()),
  }),
  run: (context, { nonceTpm, cpHash, policyRef, expiration }) => {
    const session = sessionAt(context, 1);
    if (nonceTpm.length > 0 && !equalBytes(nonceTpm, session.nonceTpm)) throw parameterFailure(TPM_RC_FMT1.VALUE, 1);
    if (expiration !== 0) throw parameterFailure(TPM_RC_FMT1.EXPIRED, 4);
    narrow(session, cpHash);
    extend(session, context.entities[0]?.name ?? new Uint8Array(), policyRef);
    const ticket = new ByteWriter().u16(TPM_ST.AUTH_SECRET).u32(TPM_RH.NULL).sized(new Uint8Array()).finish();
    return { parameters: new ByteWriter().sized(new Uint8Array()).bytes(ticket).finish() };
  },
});

function narrow(session: Session, cpHash: Uint8Array): void {
  if (cpHash.length === 0) return;
  if (cpHash.length !== session.policyDigest.length) throw parameterFailure(TPM_RC_FMT1.SIZE, 2);
  if (session.cpHash !== undefined && !equalBytes(session.cpHash, cpHash)) throw failure(TPM_RC_CPHASH);
  session.cpHash = cpHash;
}

/** TPM_RC_CPHASH: the session is already narrowed to something else. */
const TPM_RC_CPHASH = TPM_RC.BAD_CONTEXT + 1;

/** PolicyUpdate: the digest takes in command and name, then the reference (clause 23.2.3). */
function extend(session: Session, name: Uint8Array, policyRef: Uint8Array): void {
  const first = createHash(session.hash)
    .update(session.policyDigest)
    .update(new ByteWriter().u32(code).finish())
    .update(name)
    .digest();
  session.policyDigest = new Uint8Array(createHash(session.hash).update(first).update(policyRef).digest());
}
