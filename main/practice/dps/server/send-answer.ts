import type { ServerResponse } from "node:http";
import type { PracticeAnswer } from "./route.ts";

export function sendAnswer(outgoing: ServerResponse, answer: PracticeAnswer): void {
  const body = answer.body === undefined ? "" : JSON.stringify(answer.body);
  const json = { "Content-Type": "application/json; charset=utf-8" };
  outgoing.writeHead(answer.status, { ...(body === "" ? {} : json), ...answer.headers });
  outgoing.end(body);
}
