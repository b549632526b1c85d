import { createServer, type Server, type Socket } from "node:net";
import { LIMITS } from "./limits.ts";
import { FrameCollector } from "./frame-collector.ts";
import type { TpmChannel } from "../../tpm/tpm-channel.ts";

export interface TpmServer {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves a TPM on a loopback TCP port, raw command and response bytes, as swtpm's data port does; port 0 takes a free one. */
export async function serveTpm(tpm: TpmChannel, port = 0): Promise<TpmServer> {
  const host = "127.0.0.1";
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    serve(socket, tpm);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return { host, port: portOf(server), close: () => close(server, sockets) };
}

function serve(socket: Socket, tpm: TpmChannel): void {
  const collector = new FrameCollector(LIMITS.commandBytes);
  socket.on("error", () => socket.destroy());
  socket.on("data", (bytes: Uint8Array) => {
    const frames = collector.push(bytes);
    if (frames === undefined) {
      socket.destroy();
      return;
    }
    // Nothing more is taken in until these are answered: a client that only writes fills its own buffers, not ours.
    socket.pause();
    answer(socket, tpm, frames).then(
      () => socket.resume(),
      () => socket.destroy(),
    );
  });
}

async function answer(socket: Socket, tpm: TpmChannel, frames: readonly Uint8Array[]): Promise<void> {
  for (const frame of frames) {
    if (socket.destroyed) return;
    socket.write(await tpm.transmit(frame));
  }
}

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
