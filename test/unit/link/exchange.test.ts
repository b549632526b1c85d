import { describe, expect, it } from "vitest";
import type { StationError } from "../../../main/base/errors/station-error.ts";
import { Exchange } from "../../../main/link/exchange.ts";
import { linkErrors } from "../../../main/link/link-errors.ts";

interface Message {
  readonly key: number;
}

function exchangeWith(answer: (request: Message, exchange: Exchange<Message, Message>) => void) {
  const sent: number[] = [];
  const exchange: Exchange<Message, Message> = new Exchange({
    send: (request) => {
      sent.push(request.key);
      answer(request, exchange);
      return Promise.resolve();
    },
    matches: (request, reply) => request.key === reply.key,
    describe: (request) => `request ${request.key}`,
  });
  return { exchange, sent };
}
const silent = () => exchangeWith(() => undefined);
const soon = { timeoutMs: 20, attempts: 1 };
const later = { timeoutMs: 5000, attempts: 1 };
const failure = (promise: Promise<unknown>): Promise<StationError> =>
  promise.then(
    () => expect.unreachable(),
    (error: StationError) => error,
  );

describe("Exchange", () => {
  it("gives the matching reply", async () => {
    const { exchange } = exchangeWith((request, exchange) => exchange.deliver({ key: request.key }));
    await expect(exchange.request({ key: 4 }, later)).resolves.toEqual({ key: 4 });
  });

  it("drops and counts a reply to nothing and never books it on a later request", async () => {
    const { exchange } = silent();
    exchange.deliver({ key: 1 });
    const asked = exchange.request({ key: 1 }, later);
    await Promise.resolve();
    exchange.deliver({ key: 9 });
    expect(exchange.droppedReplies).toBe(2);
    exchange.deliver({ key: 1 });
    await asked;
  });

  it("sends as often as told, then says link.timeout with the stack of who asked", async () => {
    const { exchange, sent } = silent();
    async function whoAsked(): Promise<Message> {
      return await exchange.request({ key: 2 }, { timeoutMs: 10, attempts: 3 });
    }
    const error = await failure(whoAsked());
    expect(error.code).toBe("link.timeout");
    expect(error.stack).toContain("whoAsked");
    expect(sent).toEqual([2, 2, 2]);
  });

  it("takes a late reply to the first attempt as the answer to the second", async () => {
    let attempt = 0;
    const { exchange } = exchangeWith((request, exchange) => {
      attempt += 1;
      if (attempt === 2) exchange.deliver({ key: request.key });
    });
    await expect(exchange.request({ key: 3 }, { timeoutMs: 10, attempts: 2 })).resolves.toEqual({ key: 3 });
  });

  it("has one request in flight, in the order asked", async () => {
    const { exchange, sent } = silent();
    const first = exchange.request({ key: 1 }, later);
    const second = exchange.request({ key: 2 }, later);
    await Promise.resolve();
    expect(sent).toEqual([1]);
    exchange.deliver({ key: 1 });
    await first;
    await new Promise(setImmediate);
    expect(sent).toEqual([1, 2]);
    exchange.deliver({ key: 2 });
    await second;
  });

  it("settles at once on abort, in flight or in the queue, and goes on with the next", async () => {
    const { exchange, sent } = silent();
    const stop = new AbortController();
    const asked = [1, 2].map((key) => failure(exchange.request({ key }, { ...later, signal: stop.signal })));
    const last = exchange.request({ key: 3 }, later);
    stop.abort();
    for (const error of await Promise.all(asked)) expect(error.code).toBe("station.cancelled");
    await new Promise(setImmediate);
    expect(sent).toEqual([1, 3]);
    exchange.deliver({ key: 3 });
    await last;
  });

  it("settles everything when the link is lost, with the stack of who asked, and refuses what comes after", async () => {
    const { exchange } = silent();
    async function whoAsked(key: number): Promise<Message> {
      return await exchange.request({ key }, later);
    }
    const asked = [1, 2].map((key) => failure(whoAsked(key)));
    exchange.fail(linkErrors.lost("pulled"));
    exchange.fail(linkErrors.protocol("not heard any more"));
    for (const error of await Promise.all(asked)) {
      expect(error.code).toBe("link.lost");
      expect(error.stack).toContain("whoAsked");
    }
    await expect(exchange.request({ key: 5 }, soon)).rejects.toMatchObject({ code: "link.lost" });
  });

  it("fails a request whose bytes could not be written", async () => {
    const exchange = new Exchange<Message, Message>({
      send: () => Promise.reject(linkErrors.lost("no port")),
      matches: () => false,
      describe: () => "request",
    });
    await expect(exchange.request({ key: 1 }, later)).rejects.toMatchObject({ code: "link.lost" });
  });
});
