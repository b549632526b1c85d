import { EventEmitter } from "node:events";

type Parameters = Readonly<Record<string, unknown>>;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One connection to Chromium's DevTools; every page is a session on it. */
export class DevTools {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #sessions = new Map<string, DevToolsSession>();
  readonly browser: DevToolsSession;
  #next = 1;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.browser = new DevToolsSession(this, undefined);
    socket.addEventListener("message", (event) => this.#onMessage(JSON.parse(String(event.data))));
    socket.addEventListener("close", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error("DevTools connection closed"));
    });
  }

  static async connect(address: string): Promise<DevTools> {
    const socket = new WebSocket(address);
    await new Promise((resolve, reject) => {
      socket.addEventListener("open", resolve, { once: true });
      socket.addEventListener("error", () => reject(new Error("no DevTools connection")), { once: true });
    });
    return new DevTools(socket);
  }

  session(id: string): DevToolsSession {
    const known = this.#sessions.get(id);
    if (known !== undefined) return known;
    const session = new DevToolsSession(this, id);
    this.#sessions.set(id, session);
    return session;
  }

  send(method: string, params: Parameters, sessionId: string | undefined): Promise<unknown> {
    const id = this.#next++;
    this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  // What Chromium sends is taken at its word: it is the part under test's surroundings, not an input of the product.
  // oxlint-disable-next-line typescript/no-explicit-any
  #onMessage(message: any): void {
    if (message.id === undefined) {
      const session = message.sessionId === undefined ? this.browser : this.session(message.sessionId);
      session.emit(message.method, message.params);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error === undefined) waiting?.resolve(message.result);
    else waiting?.reject(new Error(`${message.error.message}`));
  }
}

/** One target: `send` a command, hear its events by their full name. */
export class DevToolsSession extends EventEmitter {
  readonly #connection: DevTools;
  readonly #id: string | undefined;

  constructor(connection: DevTools, id: string | undefined) {
    super();
    this.#connection = connection;
    this.#id = id;
  }

  async send<Result = unknown>(method: string, params: Parameters = {}): Promise<Result> {
    return (await this.#connection.send(method, params, this.#id)) as Result;
  }

  /** For what may fail because the page went away in between. */
  tell(method: string, params: Parameters = {}): void {
    this.send(method, params).catch(() => undefined);
  }
}
