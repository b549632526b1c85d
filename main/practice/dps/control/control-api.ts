import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { PracticeDps } from "../practice-dps.ts";
import { readBody } from "../server/read-body.ts";
import type { PracticeAnswer } from "../server/route.ts";
import { refusals, ServiceRefusal } from "../server/service-refusal.ts";
import { sendAnswer } from "../server/send-answer.ts";
import { SocketGate } from "../server/socket-gate.ts";
import { answerControl } from "./control-routes.ts";

export interface ControlApi {
  readonly url: string;
  close(): Promise<void>;
}

const host = "127.0.0.1";

/**
 * The hand that makes the practice service misbehave, and the eye on its calls and hubs: plain HTTP on loopback, on a port of its
 * own, for who has the token (`Authorization: Bearer …`). It works while the service itself is unreachable.
 */
export async function openControlApi(
  dps: PracticeDps,
  options: { readonly port: number; readonly token: string },
): Promise<ControlApi> {
  const expected = Buffer.from(`Bearer ${options.token}`);
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    sendAnswer(outgoing, await answer(dps, expected, incoming));
  };
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (incoming, outgoing) => {
    void serve(incoming, outgoing);
  });
  const gate = new SocketGate(server);
  const port = await gate.listen(options.port, host);
  return { url: `http://${host}:${port}`, close: () => gate.close() };
}

async function answer(dps: PracticeDps, expected: Buffer, incoming: IncomingMessage): Promise<PracticeAnswer> {
  try {
    const given = Buffer.from(incoming.headers.authorization ?? "");
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refusals.unauthorized();
    const url = new URL(incoming.url ?? "/", "http://control.invalid");
    const segments = url.pathname.split("/").filter((segment) => segment !== "");
    const body = await readBody(incoming);
    const { method = "" } = incoming;
    const before = dps.linkedHubs.changes;
    const decoded = segments.map((segment) => decodeURIComponent(segment));
    const done = answerControl(dps, { method, segments: decoded, query: url.searchParams, body });
    if (dps.linkedHubs.changes !== before) await dps.save();
    return done;
  } catch (error) {
    return error instanceof ServiceRefusal ? error : refusals.badRequest("Invalid request.");
  }
}
