import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { entryAtService } from "../reconcile-entries.ts";

/**
 * A service of so many entries that makes up each page when it is asked for, in a process of its own: the practice service keeps what it has
 * in memory and in one file, which a million are too many for. Says its port.
 */
const count = Number(process.argv[2]);

/** One page of a query, with the number of the next page's first entry; `undefined`: an entry was asked for, and is not there. */
function pageFor({ method, headers }: IncomingMessage) {
  if (method !== "POST") return undefined;
  const from = Number(headers["x-ms-continuation"] ?? 0);
  const to = Math.min(count, from + Number(headers["x-ms-max-item-count"]));
  const items = Array.from({ length: to - from }, (_, index) => entryAtService(from + index));
  return { items, next: to < count ? { "x-ms-continuation": String(to) } : {} };
}

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    const page = pageFor(request);
    response.writeHead(page === undefined ? 404 : 200, { "Content-Type": "application/json", ...page?.next });
    response.end(JSON.stringify(page?.items ?? { errorCode: 404_201, message: "Enrollment not found." }));
  });
}).listen(0, "127.0.0.1");
await once(server, "listening");
const address = server.address();
process.send?.(typeof address === "object" ? address?.port : undefined);
process.on("disconnect", () => process.exit());
