import type { ClientRequest, IncomingMessage } from "node:http";
import { request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { baseErrors } from "../../base/errors/base-errors.ts";
import { DpsError } from "../dps-error.ts";
import type { Connection } from "./connection.ts";
import { describeNetworkFailure } from "./network-failure.ts";

export interface HttpRequest {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  /** Path and query, already encoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names; a repeated header is joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * One exchange. Rejects with a DpsError (`dps.unreachable`, `dps.timeout`, `dps.tls`, `dps.proxy`, `dps.malformed`) that says whether
 * the service may have acted, or `station.cancelled`. Any HTTP status is an answer, not an error.
 */
export function sendRequest(connection: Connection, request: HttpRequest): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  const progress = { sent: false };
  const outgoing = open(connection, request);
  const fail = (error: Error): void => {
    outgoing.destroy();
    reject(error);
  };
  const deadline = setTimeout(() => {
    const detail = `no complete answer within ${connection.timeoutMs} ms`;
    fail(new DpsError("timeout", detail, { mayHaveActed: progress.sent }));
  }, connection.timeoutMs);
  const stopConnectTimer = limitConnecting(outgoing, connection.connectTimeoutMs, progress, fail);
  const cancel = (): void => fail(baseErrors.cancelled("the call to the provisioning service was cancelled"));
  request.signal?.addEventListener("abort", cancel, { once: true });

  outgoing.on("error", (error) =>
    reject(describeNetworkFailure(error, connection.baseUrl.host, { mayHaveActed: progress.sent })),
  );
  outgoing.on("response", (incoming) => {
    readAnswer(incoming, connection.maximumBodyBytes, connection.baseUrl.host).then(resolve, fail);
  });
  if (request.signal?.aborted === true) cancel();
  else outgoing.end(request.body);
  return promise.finally(() => {
    clearTimeout(deadline);
    stopConnectTimer();
    request.signal?.removeEventListener("abort", cancel);
  });
}

function open(connection: Connection, request: HttpRequest): ClientRequest {
  const { baseUrl, agent } = connection;
  const send = baseUrl.protocol === "http:" ? requestPlain : requestTls;
  return send({
    hostname: baseUrl.hostname.replaceAll(/[[\]]/g, ""),
    port: baseUrl.port,
    path: `${baseUrl.pathname.replace(/\/+$/, "")}${request.target}`,
    method: request.method,
    headers: { ...request.headers, "Content-Length": Buffer.byteLength(request.body ?? "") },
    agent,
    // Bounds the proxy's answer to CONNECT, for which there is no socket yet.
    timeout: connection.connectTimeoutMs,
  });
}

/** Fails the request if its socket is not connected (and its TLS handshake done) in time; marks it as sent once it is. */
function limitConnecting(
  outgoing: ClientRequest,
  limitMs: number,
  progress: { sent: boolean },
  fail: (error: Error) => void,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  const connected = (): void => {
    clearTimeout(timer);
    progress.sent = true;
  };
  outgoing.on("socket", (socket) => {
    if (outgoing.reusedSocket || isConnected(socket)) return connected();
    timer = setTimeout(() => fail(new DpsError("unreachable", `not connected within ${limitMs} ms`)), limitMs);
    socket.once(socket instanceof TLSSocket ? "secureConnect" : "connect", connected);
  });
  return () => clearTimeout(timer);
}

/** A socket through a proxy comes with its handshake done. */
const isConnected = (socket: Socket): boolean =>
  socket instanceof TLSSocket ? socket.getFinished() !== undefined : !socket.connecting;

async function readAnswer(incoming: IncomingMessage, limit: number, host: string): Promise<HttpAnswer> {
  const status = incoming.statusCode ?? 0;
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of incoming) {
      parts.push(part);
      length += part.length;
      if (length > limit) {
        const facts = { httpStatus: status, mayHaveActed: true };
        throw new DpsError("malformed", `answer longer than ${limit} bytes`, facts);
      }
    }
  } catch (error) {
    throw error instanceof DpsError ? error : describeNetworkFailure(error, host, { mayHaveActed: true });
  }
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value ?? "")]);
  return { status, headers: Object.fromEntries(headers), body: Buffer.concat(parts).toString("utf8") };
}
