import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../../../main/base/bytes/bytes.ts";
import { serveTpm, type TpmServer } from "../../../../main/practice/virtual-tpm/serve-tpm.ts";
import { connectTcpTpm } from "../../../../main/practice/virtual-tpm/tcp-tpm-channel.ts";
import { VirtualTpm } from "../../../../main/practice/virtual-tpm/virtual-tpm.ts";

const host = "127.0.0.1";
const getRandom = fromHex("80010000000c0000017b0008");
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

async function served(): Promise<TpmServer> {
  const server = await serveTpm(new VirtualTpm({ seed: new Uint8Array(32), endorsementCertificate: "none" }));
  open.push(server);
  return server;
}

async function connected(port: number): ReturnType<typeof connectTcpTpm> {
  const channel = await connectTcpTpm(host, port);
  open.push(channel);
  return channel;
}

/** A server that does with each command what it is told. */
async function faultyServer(onCommand: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("data", () => onCommand(socket));
  });
  server.listen(0, host);
  await once(server, "listening");
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

describe("a TPM over TCP", () => {
  it("answers one command after the other, however many are asked at once", async () => {
    const channel = await connected((await served()).port);
    const answers = await Promise.all(Array.from({ length: 5 }, () => channel.transmit(getRandom)));
    expect(new Set(answers.map(toHex)).size).toBe(5);
    expect(answers.every((answer) => answer.length === 20)).toBe(true);
  });

  it("takes a command in pieces and two in one piece", async () => {
    const { port } = await served();
    const socket = connect(port, host);
    open.push({ close: () => socket.destroy() });
    let received = 0;
    const done = new Promise<void>((resolve) => {
      socket.on("data", (bytes: Buffer) => {
        received += bytes.length;
        if (received === 40) resolve();
      });
    });
    socket.write(getRandom.slice(0, 5));
    await new Promise((resolve) => setTimeout(resolve, 10));
    socket.write(Buffer.concat([getRandom.slice(5), getRandom]));
    await done;
  });

  it("hangs up on a size that cannot be right", async () => {
    const { port } = await served();
    const socket = connect(port, host);
    socket.write(fromHex("8001ffffffff0000017b0008"));
    socket.resume();
    await once(socket, "close");
  });

  it.each([
    ["hangs up", (socket: Socket) => socket.destroy(), "tpm.timed-out"],
    [
      "says a size that cannot be right",
      (socket: Socket) => socket.write(fromHex("8001ffffffff00000000")),
      "tpm.malformed",
    ],
    [
      "answers twice",
      (socket: Socket) => socket.write(fromHex("80010000000a0000000080010000000a00000000")),
      "tpm.malformed",
    ],
  ])("fails with a code if the other side %s, and is closed then", async (_what, onCommand, code) => {
    const channel = await connected(await faultyServer(onCommand));
    await expect(channel.transmit(getRandom)).rejects.toMatchObject({ code });
    await expect(channel.transmit(getRandom)).rejects.toMatchObject({ code: "tpm.timed-out" });
  });

  it("stops waiting when the signal aborts, and takes no late answer for the next command's", async () => {
    const stop = new AbortController();
    const channel = await connected(await faultyServer(() => stop.abort()));
    const waiting = channel.transmit(getRandom, stop.signal);
    const next = channel.transmit(getRandom);
    await expect(waiting).rejects.toMatchObject({ code: "station.cancelled" });
    await expect(next).rejects.toMatchObject({ code: "tpm.timed-out" });
  });

  it("settles a command in progress when closed, and may be closed twice", async () => {
    const channel = await connected(await faultyServer(() => undefined));
    const waiting = channel.transmit(getRandom);
    await Promise.all([channel.close(), expect(waiting).rejects.toMatchObject({ code: "tpm.timed-out" })]);
    await channel.close();
  });

  it("cannot be reached where nobody listens", async () => {
    const server = await served();
    await server.close();
    await expect(connectTcpTpm(host, server.port)).rejects.toMatchObject({ code: "tpm.timed-out" });
  });

  it("is not waited for when the signal has aborted", async () => {
    await expect(connectTcpTpm(host, 9, AbortSignal.abort())).rejects.toMatchObject({ code: "station.cancelled" });
  });
});
