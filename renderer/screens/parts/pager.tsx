import { formatCount } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { itemsPerPage } from "../../stores/paged-store.ts";
import { Button } from "../../ui/button.tsx";
import css from "./pager.module.css";

interface PagerProps {
  readonly offset: number;
  /** Items on this page. */
  readonly shown: number;
  readonly total: number;
  readonly onOffset: (offset: number) => unknown;
}

/** From page to page; nothing while one page holds all. */
export function Pager({ offset, shown, total, onOffset }: PagerProps) {
  const { units } = texts;
  if (total <= itemsPerPage) return null;
  const last = offset + shown;
  return (
    <div className={css["pager"]}>
      <p role="status">{units.range(formatCount(offset + 1), formatCount(last), formatCount(total))}</p>
      <Button disabled={offset === 0} onClick={() => void onOffset(offset - itemsPerPage)}>
        {units.previous}
      </Button>
      <Button disabled={last >= total} onClick={() => void onOffset(offset + itemsPerPage)}>
        {units.next}
      </Button>
    </div>
  );
}
