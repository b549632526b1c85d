/** Names of the isolated world and of the one binding it has to the stand-in. */
export const preloadWorld = "touchmark-preload";
export const bindingName = "__standInSend";

/**
 * First in the page's own world: waits for what the preload script exposes and puts it on `window`, frozen. The two
 * worlds share the window as an event target and nothing else; the event's name is a secret of this load.
 */
export function mainWorldScript(secret: string): string {
  return `(${runInMainWorld.toString()})(${JSON.stringify(secret)});`;
}

/** Then in the isolated world: a \`require("electron")\` of what a sandboxed preload script has, and the script itself. */
export function preloadScript(secret: string, preload: string): string {
  const setUp = `(${runInPreloadWorld.toString()})(${JSON.stringify(secret)}, ${JSON.stringify(bindingName)})`;
  return `{ const require = ${setUp}; const module = { exports: {} }; ((require, module, exports) => {\n${preload}\n})(require, module, module.exports); }`;
}

type Shape =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "function"; readonly id: number }
  | { readonly kind: "object"; readonly members: Readonly<Record<string, Shape>> };

// The two functions below are sent to the page as text: they use nothing of this module.
function runInMainWorld(secret: string): void {
  const ask = (id: number, given: readonly unknown[]): unknown => {
    let answer = "{}";
    const hear = (event: Event): void => {
      answer = (event as CustomEvent<string>).detail;
    };
    window.addEventListener(`${secret}:answer`, hear, { once: true });
    window.dispatchEvent(new CustomEvent(`${secret}:call`, { detail: JSON.stringify({ id, given }) }));
    const { value, error } = JSON.parse(answer);
    if (error !== undefined) throw new Error(error);
    return value;
  };
  const build = (shape: Shape): unknown => {
    if (shape.kind === "value") return shape.value;
    if (shape.kind === "function") return (...given: readonly unknown[]) => ask(shape.id, given);
    return Object.freeze(
      Object.fromEntries(Object.entries(shape.members).map(([name, member]) => [name, build(member)])),
    );
  };
  // As a refused window looks to the page in Electron. Chromium would make it first, held up by every debugger attached.
  window.open = (url) => {
    window.dispatchEvent(new CustomEvent(`${secret}:open`, { detail: String(new URL(url ?? "", document.baseURI)) }));
    return null;
  };
  window.addEventListener(`${secret}:expose`, (event) => {
    const { key, shape } = JSON.parse((event as CustomEvent<string>).detail);
    Object.defineProperty(window, key, { value: build(shape), enumerable: true });
  });
}

function runInPreloadWorld(secret: string, binding: string): (name: string) => unknown {
  type Listener = (event: { readonly ports: readonly MessagePort[] }, ...given: readonly unknown[]) => void;
  const world = globalThis as unknown as Record<string, (text: string) => void>;
  const send = (text: string): void => world[binding]?.(text);
  const listeners = new Map<string, Listener[]>();
  const ports = new Map<string, MessagePort>();
  const exposed: ((...given: readonly unknown[]) => unknown)[] = [];

  const toText = (data: unknown): unknown => {
    if (!(data instanceof ArrayBuffer || ArrayBuffer.isView(data))) return { json: data };
    const bytes =
      data instanceof ArrayBuffer
        ? new Uint8Array(data)
        : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return { bytes: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")) };
  };
  const fromText = (data: { readonly json?: unknown; readonly bytes?: string }): unknown =>
    data.bytes === undefined ? data.json : Uint8Array.from(atob(data.bytes), (letter) => letter.charCodeAt(0));

  const openPort = (id: string): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    ports.set(id, port1);
    port1.addEventListener("message", (event) =>
      send(JSON.stringify({ type: "post", port: id, data: toText(event.data) })),
    );
    port1.addEventListener("close", () => send(JSON.stringify({ type: "close", port: id })));
    port1.start();
    return port2;
  };
  world["__standInReceive"] = (text) => {
    const frame = JSON.parse(text);
    if (frame.type === "post") ports.get(frame.port)?.postMessage(fromText(frame.data));
    else if (frame.type === "close") ports.get(frame.port)?.close();
    else for (const hear of listeners.get(frame.channel) ?? []) hear({ ports: frame.ports.map(openPort) }, frame.data);
  };

  const shapeOf = (value: unknown): Shape => {
    if (typeof value === "function") {
      exposed.push(value as (...given: readonly unknown[]) => unknown);
      return { kind: "function", id: exposed.length - 1 };
    }
    if (typeof value !== "object" || value === null) return { kind: "value", value };
    const members = Object.entries(value).map(([name, member]) => [name, shapeOf(member)]);
    return { kind: "object", members: Object.fromEntries(members) };
  };
  window.addEventListener(`${secret}:call`, (event) => {
    const { id, given } = JSON.parse((event as CustomEvent<string>).detail);
    let answer: unknown;
    try {
      answer = { value: exposed[id]?.(...given) };
    } catch (error) {
      answer = { error: String(error) };
    }
    window.dispatchEvent(new CustomEvent(`${secret}:answer`, { detail: JSON.stringify(answer) }));
  });
  window.addEventListener(`${secret}:open`, (event) =>
    send(JSON.stringify({ type: "open", url: (event as CustomEvent<string>).detail })),
  );
  const electron = {
    contextBridge: {
      exposeInMainWorld: (key: string, api: unknown): void => {
        window.dispatchEvent(
          new CustomEvent(`${secret}:expose`, { detail: JSON.stringify({ key, shape: shapeOf(api) }) }),
        );
      },
    },
    ipcRenderer: {
      send: (channel: string, ...given: readonly unknown[]): void =>
        send(JSON.stringify({ type: "ipc", channel, given })),
      on: (channel: string, listener: Listener): void => {
        listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      },
    },
  };
  return (name) => {
    if (name !== "electron") throw new Error(`module not found: ${name}`);
    return electron;
  };
}
