const atOnce = 0x8000;

/** Bytes as Base64 (RFC 4648 §4), piece by piece: a call takes only so many arguments. */
export function base64Of(buffer: ArrayBuffer): string {
  const bytes = new Uint8Array(buffer);
  let binary = "";
  for (let offset = 0; offset < bytes.length; offset += atOnce) {
    binary += String.fromCharCode(...bytes.subarray(offset, offset + atOnce));
  }
  return btoa(binary);
}
