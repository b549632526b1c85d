/** Browsers lay out some 17 million pixels and no more; with this many rows every one of them has room to spare. */
export const mostLaidOut = 100_000;
/** Of viewports: a wheel, a key or a finger moves less at once, a scroll bar's thumb more. */
const jump = 3;
const ends = 500;

interface LongScrollSize {
  readonly rows: number;
  /** Pixels. */
  readonly rowHeight: number;
  /** Pixels. */
  readonly viewport: number;
}

/** `base`: the row that stands where the laid-out part begins · `top`: pixels from there. */
export interface ScrollPlace {
  readonly base: number;
  readonly top: number;
}

/**
 * More rows than a browser can lay out, scrolled through a shorter bar: small moves go one to one, a jump of the thumb goes to its share
 * of all rows. What is laid out are `laidOut` rows, of which the first is row `base`.
 */
export class LongScroll {
  readonly #size: LongScrollSize;

  constructor(size: LongScrollSize) {
    this.#size = size;
  }

  get laidOut(): number {
    return Math.min(this.#size.rows, mostLaidOut);
  }

  /** The bar stands at `top` now and stood at `from.top` before. The place has another `top` only at an end of the bar that is none of the rows. */
  scrolled(top: number, from: ScrollPlace): ScrollPlace {
    if (this.#mostBase === 0) return { base: 0, top };
    if (Math.abs(top - from.top) > jump * this.#size.viewport) return { base: this.#baseAt(top), top };
    const place = { base: Math.min(from.base, this.#mostBase), top };
    const before = top <= 0 && place.base > 0;
    const after = top >= this.#mostTop && place.base < this.#mostBase;
    return before || after ? this.settled(place) : place;
  }

  /** The same rows with the bar at their share of all: for when it has come to rest. */
  settled({ base, top }: ScrollPlace): ScrollPlace {
    const { rowHeight } = this.#size;
    const offset = base * rowHeight + top;
    const end = this.#ends * rowHeight;
    const between = this.#mostTop - 2 * end + this.#mostBase * rowHeight;
    const near = this.#share((offset - end) / between);
    return { base: near, top: Math.min(this.#mostTop, Math.max(0, offset - near * rowHeight)) };
  }

  /** Where to go so that `row` is in sight, as little as possible. */
  showing(row: number, from: ScrollPlace): ScrollPlace {
    const { rowHeight, viewport } = this.#size;
    const at = (row - from.base) * rowHeight;
    if (at >= from.top && at + rowHeight <= from.top + viewport) return from;
    const top = at < from.top ? at : at + rowHeight - viewport;
    return top >= 0 && top <= this.#mostTop && this.#mostBase === 0
      ? { base: from.base, top }
      : this.settled({ base: from.base, top });
  }

  get #mostBase(): number {
    return this.#size.rows - this.laidOut;
  }

  get #mostTop(): number {
    return Math.max(0, this.laidOut * this.#size.rowHeight - this.#size.viewport);
  }

  /** Rows at each end of the bar that are the first and the last of all, so that an end of the bar is one of the rows. */
  get #ends(): number {
    return this.#mostBase === 0 ? 0 : ends;
  }

  #baseAt(top: number): number {
    const end = this.#ends * this.#size.rowHeight;
    return this.#share((top - end) / (this.#mostTop - 2 * end));
  }

  #share(share: number): number {
    return this.#mostBase === 0 ? 0 : Math.round(Math.min(1, Math.max(0, share)) * this.#mostBase);
  }
}
