import { mapScheme } from "./scheme-map.ts";

type Handler = (request: Request) => Promise<Response> | Response;

interface CustomScheme {
  readonly scheme: string;
  readonly privileges?: { readonly standard?: boolean; readonly secure?: boolean };
}

const handlers = new Map<string, Handler>();
const registered = new Set<string>();

export const protocol = {
  /** Only a standard, secure scheme can be mapped to an https origin without lying about what it may do. */
  registerSchemesAsPrivileged(schemes: readonly CustomScheme[]): void {
    for (const { scheme, privileges } of schemes) {
      if (privileges?.standard !== true || privileges.secure !== true) {
        throw new Error(`stand-in: ${scheme} must be standard and secure`);
      }
      registered.add(scheme);
      mapScheme(scheme);
    }
  },
  handle(scheme: string, handler: Handler): void {
    if (!registered.has(scheme)) throw new Error(`stand-in: ${scheme} was not registered before ready`);
    handlers.set(scheme, handler);
  },
};

/** The shell's answer to a request in its own scheme; undefined if the scheme has no handler. */
export async function answerCustomScheme(url: string, method: string): Promise<Response | undefined> {
  const handler = handlers.get(url.slice(0, url.indexOf(":")));
  return handler === undefined ? undefined : await handler(new Request(url, { method }));
}
