/** Digits that neither count nor repeat: a serial number made of them is plausible. */
const digits = "31415926535897932384626433832795";
const letters = "KMTRHSVNPLCXBDFGJQWYZA";
const others = "-._:/ ";
const longest = 64;

/**
 * A text that matches a regular expression as recipes have them: literals, classes, groups, alternatives, counts. Undefined for one that
 * is more intricate: whoever asks has to say it.
 */
export function sampleSerialNumber(pattern: string): string | undefined {
  const sample = new Sampler(pattern).read();
  if (sample === undefined || sample.length === 0 || sample.length > longest) return undefined;
  return new RegExp(`^(?:${pattern})$`, "u").test(sample) ? sample : undefined;
}

interface Atom {
  /** One more of it. */
  readonly next: () => string | undefined;
}

/** Reads a pattern from left to right and writes down one text of it. */
class Sampler {
  readonly #pattern: string;
  #at = 0;
  #drawn = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  read(): string | undefined {
    const text = this.#alternatives();
    return this.#at === this.#pattern.length ? text : undefined;
  }

  /** The first one that can be read; the others only have to be passed over. */
  #alternatives(): string | undefined {
    let text = this.#sequence();
    while (this.#pattern[this.#at] === "|") {
      this.#at += 1;
      const other = this.#sequence();
      text ??= other;
    }
    return text;
  }

  #sequence(): string | undefined {
    let text: string | undefined = "";
    while (this.#at < this.#pattern.length && !"|)".includes(this.#pattern[this.#at] ?? "")) {
      const atom = this.#atom();
      const count = this.#count();
      for (let times = 0; times < count && text !== undefined && text.length <= longest; times += 1) {
        const one: string | undefined = atom.next();
        text = one === undefined ? undefined : text + one;
      }
    }
    return text;
  }

  #atom(): Atom {
    const sign = this.#pattern[this.#at] ?? "";
    this.#at += 1;
    if (sign === "^" || sign === "$") return { next: () => "" };
    if (sign === "(") return this.#group();
    if (sign === "[") return this.#class();
    if (sign === ".") return this.#oneOf(() => true);
    if (sign === "\\") return this.#escape();
    return { next: () => sign };
  }

  #group(): Atom {
    const named = /^\?(?::|<[A-Za-z]\w*>)/.exec(this.#pattern.slice(this.#at));
    const looks = named === null && this.#pattern[this.#at] === "?";
    this.#at += named?.[0].length ?? 0;
    const text = this.#alternatives();
    this.#at += 1;
    return { next: () => (looks ? undefined : text) };
  }

  #class(): Atom {
    const [source = ""] = /^(?:\\.|[^\]\\])*\]/.exec(this.#pattern.slice(this.#at)) ?? [];
    this.#at += source.length;
    if (source === "") return { next: () => undefined };
    return this.#matching(`[${source}`);
  }

  #escape(): Atom {
    const sign = this.#pattern[this.#at] ?? "";
    this.#at += 1;
    if ("dDwWsS".includes(sign)) return this.#matching(`\\${sign}`);
    return { next: () => (/[A-Za-z0-9]/.test(sign) ? undefined : sign) };
  }

  #matching(source: string): Atom {
    const one = new RegExp(`^${source}$`, "u");
    return this.#oneOf((sign) => one.test(sign));
  }

  /** A digit where one fits, else a letter. */
  #oneOf(fits: (sign: string) => boolean): Atom {
    const choices = [digits, letters, letters.toLowerCase(), others]
      .map((signs) => signs.split("").filter(fits))
      .find(({ length }) => length > 0);
    return {
      next: () => {
        this.#drawn += 1;
        return choices?.[(this.#drawn - 1) % choices.length];
      },
    };
  }

  #count(): number {
    const [whole = "", fewest] = /^(?:\{(\d{1,3})(?:,\d{0,3})?\}|[*+?])\??/.exec(this.#pattern.slice(this.#at)) ?? [];
    this.#at += whole.length;
    return fewest === undefined ? 1 : Number(fewest);
  }
}
