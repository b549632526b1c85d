import { createServer, type Socket } from "node:net";
import { concatBytes } from "../../main/base/bytes/bytes.ts";
import { openLink } from "../../main/link/open-link.ts";
import { describeLinkContract, type LinkBench } from "./link-contract.ts";

async function connect(): Promise<LinkBench> {
  const sockets: Socket[] = [];
  const chunks: Uint8Array[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => chunks.push(chunk));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const accepted = new Promise<Socket>((resolve) => server.once("connection", resolve));
  const link = await openLink(`tcp:127.0.0.1:${address.port}`, { baudRate: 115_200 });
  const far = await accepted;
  return {
    link,
    sendFromFar: (bytes) => new Promise((resolve) => far.write(bytes, () => resolve())),
    receivedAtFar: () => concatBytes(...chunks),
    pull: async () => void far.destroy(),
    stall: () => void far.pause(),
    dispose: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describeLinkContract("tcp", connect, { canBlock: true });
