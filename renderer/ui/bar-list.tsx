import css from "./bar-list.module.css";

export interface BarRow {
  readonly key: string;
  readonly title: string;
  readonly about: string;
  /** 0..1 of the longest. */
  readonly value: number;
  readonly figure: string;
  readonly said: string;
  readonly onPress: () => void;
}

/** What there is most of, first. */
export const BarList = ({ label, rows }: { readonly label: string; readonly rows: readonly BarRow[] }) => (
  <ol className={css["list"]} aria-label={label}>
    {rows.map(({ key, title, about, value, figure, said, onPress }) => (
      <li key={key}>
        <button type="button" className={css["row"]} title={said} onClick={onPress}>
          <span className={css["title"]}>{title}</span>
          <span>{figure}</span>
          <svg className={css["bar"]} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
            <rect width={Math.max(0.5, value * 100)} height={8} />
          </svg>
          <span className={css["about"]}>{about}</span>
        </button>
      </li>
    ))}
  </ol>
);
