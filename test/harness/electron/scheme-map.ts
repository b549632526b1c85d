// Chromium knows no further schemes without being rebuilt, so a page of `touchmark://station/` is loaded from
// `https://station.touchmark.invalid/`; not one byte of it comes from the network. The shell sees its own address only.
const mapped = new Set<string>();

/** Makes a scheme one that is mapped. */
export function mapScheme(scheme: string): void {
  mapped.add(scheme);
}

export function toChromium(url: string): string {
  const match = /^([a-z][a-z0-9]*):\/\/([a-z0-9-]+)(\/.*)?$/.exec(url);
  const [, scheme = "", host = "", rest = "/"] = match ?? [];
  return mapped.has(scheme) ? `https://${host}.${scheme}.invalid${rest}` : url;
}

export function fromChromium(url: string): string {
  const match = /^(blob:)?https:\/\/([a-z0-9-]+)\.([a-z][a-z0-9]*)\.invalid(\/.*)?$/.exec(url);
  const [, blob = "", host = "", scheme = "", rest = ""] = match ?? [];
  return mapped.has(scheme) ? `${blob}${scheme}://${host}${rest}` : url;
}
