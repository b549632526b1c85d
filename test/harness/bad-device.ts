import { createServer, type Server, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** What a broken device does with the bytes it is sent. */
export type Behaviour = (socket: Socket) => void;

const line = (text: string): Buffer => Buffer.concat([Buffer.from([0x06, 0x09]), Buffer.from(text), Buffer.from("\n")]);

/** The ways of being broken that a floor has seen. */
export const behaviours: Readonly<Record<string, Behaviour>> = {
  "never answers": () => undefined,
  "answers garbage": (socket) => {
    socket.on("data", () =>
      socket.write(Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 73 + 11) & 0xff))),
    );
  },
  "stops in the middle of a frame": (socket) => {
    socket.on("data", () => socket.write(line("AP8KAAAJAABCAKFhZGVo").subarray(0, 14)));
  },
  "claims an oversized message and never ends it": (socket) => {
    socket.on("data", () => {
      socket.write(line("//8JAAAJAABCAKFhZGVoZWxsb0YZ"));
      for (let index = 0; index < 400; index += 1)
        socket.write(Buffer.concat([Buffer.from([0x04, 0x14]), Buffer.from(`${"A".repeat(124)}\n`)]));
    });
  },
  "prints its boot log for ever": (socket) => {
    const timer = setInterval(
      () => socket.write("*** Booting Zephyr OS build v4.4.0 ***\r\n[00:00:00.001] <inf> main: hello\r\n"),
      5,
    );
    socket.on("close", () => {
      clearInterval(timer);
    });
  },
  "is unplugged in the middle of a frame": (socket) => {
    socket.on("data", () => {
      socket.write(line("AP8KAAAJAABCAKFhZGVo").subarray(0, 14));
      void delay(20).then(() => socket.destroy());
    });
  },
};

export interface BadDevice {
  readonly port: number;
  stop(): Promise<void>;
}

/** Listens on a TCP port and misbehaves on every connection. */
export async function startBadDevice(behaviour: Behaviour): Promise<BadDevice> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.resume();
    behaviour(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}
