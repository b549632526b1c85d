import { VisuallyHidden } from "./visually-hidden.tsx";
import css from "./small-multiples.module.css";

export interface Multiple {
  readonly key: string;
  readonly title: string;
  readonly figure: string;
  /** Of each the same things in the same order and scale, 0..1. */
  readonly values: readonly number[];
  readonly said: string;
  readonly onPress: () => void;
}

const width = 84;
const height = 40;

/** The same small picture over and over: the one that is different is seen at once. */
export const SmallMultiples = ({
  label,
  multiples,
}: {
  readonly label: string;
  readonly multiples: readonly Multiple[];
}) => (
  <ul className={css["multiples"]} aria-label={label}>
    {multiples.map(({ key, title, figure, values, said, onPress }) => (
      <li key={key}>
        <button type="button" className={css["multiple"]} onClick={onPress}>
          <VisuallyHidden>{said}</VisuallyHidden> <span className={css["title"]}>{title}</span>
          <svg className={css["picture"]} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
            {values.map((value, index) => (
              <rect
                key={index}
                x={(index * width) / values.length + 2}
                y={height - value * height}
                width={width / values.length - 4}
                height={value * height}
              />
            ))}
            <line x1={0} x2={width} y1={height} y2={height} />
          </svg>
          <span className={css["figure"]}>{figure}</span>
        </button>
      </li>
    ))}
  </ul>
);
