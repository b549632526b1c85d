import { once } from "node:events";
import type { ClientRequest } from "node:http";
import { Agent, request } from "node:https";
import { type PeerCertificate, TLSSocket } from "node:tls";
import { trustOptions } from "../../../dps/http/connection.ts";
import { proxyEnvironment } from "../../../dps/http/proxy.ts";
import { failed, ok, type PreflightCheck, type PreflightContext } from "../preflight-check.ts";
import { limited } from "../limited.ts";

interface Handshake {
  readonly protocol: string;
  /** Why the certificate is not trusted; undefined if it is. */
  readonly objection: string | undefined;
  readonly certificate: PeerCertificate;
}

/** The other end proves to be the service: its certificate leads to a root the platform or the extra CA knows. */
export const tlsCheck: PreflightCheck = {
  id: "tls",
  needs: "tcp",
  async run(context) {
    if (!context.encrypted) return ok("plain HTTP to this very machine, nothing to prove");
    const result = await limited(context, (signal) => shakeHands(context, signal));
    if ("failure" in result) return failed(`no TLS with ${context.host}: ${result.failure}`, "network");
    const { protocol, objection, certificate } = result.value;
    const shown = `${protocol}, certificate of ${commonName(certificate.subject)} by ${commonName(certificate.issuer)}, until ${certificate.valid_to}`;
    if (objection === undefined) return ok(`${shown}, trusted${context.target.ca.length > 0 ? " (extra CA set)" : ""}`);
    return failed(`${shown}, not trusted: ${objection}; private networks: --ca of service add`, "engineer");
  },
};

/** Shakes hands with anybody, so that what is wrong with the certificate can be told; nothing is sent. */
async function shakeHands({ host, port, target }: PreflightContext, signal: AbortSignal): Promise<Handshake> {
  const proxyEnv = proxyEnvironment(new URL(target.url));
  const agent = new Agent({ ...trustOptions(target), rejectUnauthorized: false, proxyEnv });
  // Never ended, so that no byte of it leaves.
  const unsent = request({ host, port, agent });
  // What comes after the verdict is nobody's concern any more.
  unsent.on("error", () => undefined);
  try {
    const socket = await handshaken(unsent, signal);
    // An Error of Node's, typed as such, that is in truth its code.
    const objection = socket.authorized ? undefined : String(socket.authorizationError);
    return { protocol: socket.getProtocol() ?? "TLS", objection, certificate: socket.getPeerCertificate() };
  } finally {
    unsent.destroy();
    agent.destroy();
  }
}

async function handshaken(unsent: ClientRequest, signal: AbortSignal): Promise<TLSSocket> {
  const [socket] = await once(unsent, "socket", { signal });
  if (!(socket instanceof TLSSocket)) throw new TypeError("no TLS socket");
  // Through a proxy it comes when all is done.
  if (socket.getFinished() === undefined) await once(socket, "secureConnect", { signal });
  return socket;
}

const commonName = (name: PeerCertificate["subject"] | undefined): string => {
  const { CN, O } = name ?? {};
  return [CN ?? O ?? "nobody"].flat().join(" ");
};
