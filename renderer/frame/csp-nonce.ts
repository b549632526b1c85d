/** The nonce of this page load, as the shell wrote it into the page: for Mantine's one style element. */
export const cspNonce = (): string => document.querySelector('meta[name="csp-nonce"]')?.getAttribute("content") ?? "";
