import { createServer, type IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";

export interface ConnectProxy {
  readonly port: number;
  /** `host:port` of every CONNECT, with the Proxy-Authorization it came with. */
  readonly asked: { readonly target: string; readonly authorization: string | undefined }[];
  /** What it answers instead of connecting; `silent` never answers. */
  refusal: { readonly status: number } | "silent" | undefined;
  close(): void;
}

/** A forward proxy (RFC 9110 §9.3.6); every name is this machine. */
export async function startConnectProxy(): Promise<ConnectProxy> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
  };
  const server = createServer((_incoming, outgoing) => outgoing.writeHead(405).end());
  server.on("connection", keep);
  const asked: ConnectProxy["asked"] = [];
  server.on("connect", (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    const target = incoming.url ?? "";
    asked.push({ target, authorization: incoming.headers["proxy-authorization"] });
    const { refusal } = proxy;
    if (refusal === "silent") return;
    if (refusal !== undefined) {
      const page = "<title>Proxy says no</title>";
      socket.end(
        `HTTP/1.1 ${refusal.status} No\r\nContent-Type: text/html\r\nContent-Length: ${page.length}\r\n\r\n${page}`,
      );
      return;
    }
    const onward = connect(Number(target.split(":")[1]), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    keep(onward);
    onward.on("close", () => socket.destroy());
    socket.on("close", () => onward.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const proxy: ConnectProxy = {
    port: typeof address === "object" ? (address?.port ?? 0) : 0,
    asked,
    refusal: undefined,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
  return proxy;
}
