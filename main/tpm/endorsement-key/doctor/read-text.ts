/** UTF-16 is what PowerShell writes with `>`; bytes that are no text give undefined. */
export function readText(content: Uint8Array): string | undefined {
  const text = decode(content)?.replace(/^\uFEFF/, "");
  // eslint-disable-next-line no-control-regex -- control characters are what tells bytes from text
  return text === undefined || /[^\t\r\n\u0020-\u007E\u00A0-\uFFFD]/.test(text) ? undefined : text;
}

function decode(content: Uint8Array): string | undefined {
  const [first, second] = content;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(content);
  } catch {
    // Not text in this encoding, so bytes.
    return undefined;
  }
}
