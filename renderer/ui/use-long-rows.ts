import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { LongScroll, mostLaidOut, type ScrollPlace } from "./long-scroll.ts";
import { rowByKey } from "./row-by-key.ts";

/** Pixels; the stylesheet says the same. */
export const rowHeight = 44;
export const headHeight = 40;
/** Rows laid out beyond those in sight, at each end. */
const beyondSight = 6;
/** After the end of a move that no other follows. */
const restMs = 150;

interface LongRowsOptions<Row> {
  readonly total: number;
  readonly rowAt: (index: number) => Row | undefined;
  readonly hrefOf: (row: Row) => string;
  readonly onSight: (first: number, last: number) => void;
}

/** What is in sight: `first` counts from row `base`. */
interface Sight {
  readonly base: number;
  readonly first: number;
}

const beginning: Sight = { base: 0, first: 0 };

/** Which rows are laid out and where, and which one the keys are at. */
export function useLongRows<Row>({ total, rowAt, hrefOf, onSight }: LongRowsOptions<Row>) {
  const [active, setActive] = useState<number | null>(null);
  const { scroller, sight, fits, moving, place, go, longScroll } = useLongScroll(total);
  const begin = () => {
    setActive(null);
    go({ base: 0, top: 0 });
  };
  const laidOut = Math.min(total, mostLaidOut);
  const base = Math.min(sight.base, total - laidOut);
  const from = Math.max(0, Math.min(sight.first, laidOut - fits) - beyondSight);
  const to = Math.min(laidOut, sight.first + fits + beyondSight);
  const inSight = Array.from({ length: Math.max(0, to - from) }, (_, at) => ({
    index: base + from + at,
    start: (from + at) * rowHeight,
    // What leaves the sight is used again for what comes into it.
    element: (base + from + at) % (fits + 2 * beyondSight),
  }));
  // To move an element is to lay it out anew, so while it scrolls they stay where they are in the document; who is read to finds them in order.
  const rows = moving ? inSight.toSorted((one, other) => one.element - other.element) : inSight;
  const tell = useEffectEvent(onSight);
  useEffect(() => tell(base + from, base + to - 1), [base, from, to]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const row = active === null ? undefined : rowAt(active);
    if (event.key === "Enter" && row !== undefined) {
      window.location.hash = hrefOf(row);
      return;
    }
    const next = rowByKey(event.key, { active, first: base + sight.first, page: Math.max(1, fits - 2), total });
    if (next === undefined) return;
    event.preventDefault();
    setActive(next);
    go(longScroll().showing(next, place()));
  };
  return { scroller, rows, height: laidOut * rowHeight, active, begin, onKeyDown };
}

function useLongScroll(total: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const at = useRef<ScrollPlace>({ base: 0, top: 0 });
  const [sight, setSight] = useState(beginning);
  const [fits, setFits] = useState(0);
  const [moving, setMoving] = useState(false);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Asking the element for its height would lay out the page too.
  const viewport = useRef(0);
  const longScroll = () => new LongScroll({ rows: total, rowHeight, viewport: viewport.current });
  /** `top`: where the bar stands, as far as is known; to ask the element would lay out the page in the middle of a frame. */
  const go = (next: ScrollPlace, top = at.current.top) => {
    const element = scroller.current;
    if (element !== null && Math.abs(top - next.top) >= 1) element.scrollTop = next.top;
    at.current = next;
    const first = Math.floor(next.top / rowHeight);
    setSight((old) => (old.base === next.base && old.first === first ? old : { base: next.base, first }));
  };
  const onScroll = useEffectEvent(() => {
    clearTimeout(rest.current);
    const { scrollTop = 0 } = scroller.current ?? {};
    // In this very frame: a table must not be seen empty.
    flushSync(() => {
      setMoving(true);
      go(longScroll().scrolled(scrollTop, at.current), scrollTop);
    });
  });
  const onRest = useEffectEvent(() => {
    setMoving(false);
    go(longScroll().settled(at.current));
  });
  const onScrollEnd = useEffectEvent(() => {
    clearTimeout(rest.current);
    rest.current = setTimeout(() => onRest(), restMs);
  });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const gone = new AbortController();
    const options = { signal: gone.signal, passive: true };
    element.addEventListener("scroll", () => onScroll(), options);
    element.addEventListener("scrollend", () => onScrollEnd(), options);
    const size = new ResizeObserver(() => {
      viewport.current = element.clientHeight - headHeight;
      setFits(Math.ceil(viewport.current / rowHeight));
    });
    size.observe(element);
    return () => {
      gone.abort();
      clearTimeout(rest.current);
      size.disconnect();
    };
  }, []);
  return { scroller, sight, fits, moving, place: () => at.current, go, longScroll };
}
