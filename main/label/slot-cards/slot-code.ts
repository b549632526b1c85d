/**
 * What a slot's own code says: `SLOT:` and its name. A name beyond plain ASCII, which no scanner types on every keyboard, is
 * percent-encoded (RFC 3986, section 2.1), as is one with a percent sign of its own.
 */
export const slotCode = (name: string): string =>
  `SLOT:${/^[\x20-\x24\x26-\x7E]+$/.test(name) ? name : encodeURIComponent(name.toWellFormed())}`;
