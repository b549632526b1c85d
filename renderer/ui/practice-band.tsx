import css from "./practice-band.module.css";

/** Along the top edge whenever nothing is real. */
export const PracticeBand = ({ text }: { readonly text: string }) => (
  <div className={css["band"]}>
    <strong className={css["label"]}>{text}</strong>
  </div>
);
