import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { createWebSocketStream, WebSocketServer } from "ws";
import type { MqttDoor } from "./mqtt-door.ts";

const path = "/$iothub/websocket";
const largestMessage = 512 * 1024;

/** MQTT over WebSocket at `/$iothub/websocket`, sub-protocol `mqtt`; anything else is refused. */
export class WebSocketDoor {
  readonly #door: MqttDoor;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    handleProtocols: (offered) => (offered.has("mqtt") ? "mqtt" : false),
  });

  constructor(door: MqttDoor) {
    this.#door = door;
  }

  upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    const [asked = ""] = (incoming.url ?? "").split("?", 1);
    const offered = (incoming.headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
    if (plain(asked) !== path || !offered.includes("mqtt")) {
      socket.end(
        `HTTP/1.1 ${plain(asked) === path ? "400 Bad Request" : "404 Not Found"}\r\nContent-Length: 0\r\n\r\n`,
      );
      return;
    }
    this.#server.handleUpgrade(incoming, socket, head, (webSocket) => {
      this.#door.take(createWebSocketStream(webSocket), incoming.socket, "mqtt-ws");
    });
  }

  close(): void {
    this.#server.close();
    for (const client of this.#server.clients) client.terminate();
  }
}

/** Some clients write `$` as `%24`. */
const plain = (text: string): string => text.replace(/^\/%24/, "/$").toLowerCase();
