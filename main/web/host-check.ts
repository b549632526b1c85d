/** The two names by which a page on this machine may call a loopback port; anything else is a rebinding attempt. */
const allowedHosts = (port: number): readonly string[] => [`127.0.0.1:${port}`, `localhost:${port}`];

export const isAllowedHost = (host: string | undefined, port: number): host is string =>
  host !== undefined && allowedHosts(port).includes(host);

/** A WebSocket is only for the page served under the very same host. */
export const isOwnOrigin = (origin: string | undefined, host: string): boolean => origin === `http://${host}`;
