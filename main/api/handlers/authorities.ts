import { fromBase64 } from "../../base/bytes/base64.ts";
import { describeCertificate } from "../../pki/describe-certificate.ts";
import { readCertificateFile } from "../../pki/pem.ts";
import type { Desk } from "../desk.ts";
import { api } from "./base.ts";

type Facts = Readonly<Record<string, string | number>>;

/** The first of a file's certificates, for the trail. */
function certificateIn(base64: string): Facts {
  const [first = new Uint8Array()] = readCertificateFile(fromBase64(base64));
  const { subject: certificate, sha256 } = describeCertificate(first);
  return { certificate, sha256 };
}

type Authorities = Awaited<ReturnType<Desk["authorities"]["list"]>>;

function certificateOf(all: Authorities, name: string): Facts {
  const own = all.find((one) => one.name === name)?.chain[0];
  return own === undefined ? {} : { certificate: own.subject, sha256: own.sha256 };
}

export function authorityHandlers(desk: Desk) {
  const { authorities } = api(desk);
  const list = async () => [...(await desk.authorities.list())];
  const book = async (act: string, subject: string, facts: Facts = {}) => {
    await desk.records.audit.append({ act, subject, facts });
    desk.events.emit({ type: "set-up" });
  };
  /** With its certificate, that all it signs can be held against it. */
  const bookAuthority = async (act: string, name: string, facts: Facts = {}) => {
    const all = await list();
    await book(act, name, { ...certificateOf(all, name), ...facts });
    return all;
  };
  return {
    list: authorities.list.handler(list),
    create: authorities.create.handler(async ({ input }) => {
      await desk.authorities.create(input);
      const above = "above" in input ? { above: input.above } : {};
      return bookAuthority("authority-made", input.name, { kind: input.kind, ...above });
    }),
    importKey: authorities.importKey.handler(async ({ input }) => {
      await desk.authorities.importKey(input);
      return bookAuthority("authority-imported", input.name);
    }),
    importChain: authorities.importChain.handler(async ({ input }) => {
      await desk.authorities.importChain(input);
      return bookAuthority("authority-chain-imported", input.name);
    }),
    attach: authorities.attach.handler(async ({ input }) => {
      await desk.authorities.attach(input);
      return bookAuthority("authority-attached", input.name, { token: input.token, key: input.key });
    }),
    request: authorities.request.handler(async ({ input }) => {
      const file = await desk.authorities.request(input);
      await book("authority-requested", input.name);
      return file;
    }),
    complete: authorities.complete.handler(async ({ input }) => {
      await desk.authorities.complete(input);
      return bookAuthority("authority-completed", input.name);
    }),
    certify: authorities.certify.handler(async ({ input }) => {
      const file = await desk.authorities.certify(input);
      await book("authority-certified", input.above, certificateIn(file.base64));
      return file;
    }),
    exportChain: authorities.exportChain.handler(({ input }) => desk.authorities.exportChain(input)),
    prove: authorities.prove.handler(async ({ input }) => {
      const file = await desk.authorities.prove(input);
      await book("possession-proven", input.name, { code: input.code });
      return file;
    }),
    revocationList: authorities.revocationList.handler(async ({ input }) => {
      const made = await desk.authorities.revocationList(input);
      await book("revocation-list-made", input.name, { number: made.number, revoked: made.count });
      return made;
    }),
    leftOpen: authorities.leftOpen.handler(async () => [...(await desk.authorities.leftOpen())]),
    unlock: authorities.unlock.handler(async ({ input: { name, pin } }) => {
      await desk.authorities.unlock(name, pin);
      await book("authority-unlocked", name);
      return list();
    }),
    revoke: authorities.revoke.handler(async ({ input: { authority, serialNumber, reason, note } }) => {
      const revoked = await desk.authorities.revoke({ authority, serialNumber, reason, note });
      if (revoked.unit !== null) desk.events.emit({ type: "unit", serialNumber: revoked.unit });
      return revoked;
    }),
  };
}
