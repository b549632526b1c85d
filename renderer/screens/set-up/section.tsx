import type { ReactNode } from "react";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import type { Listing } from "../../stores/listing.ts";
import { useSetUp } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import css from "./section.module.css";

interface SectionProps {
  readonly title: string;
  readonly about: string;
  readonly children: ReactNode;
}

export const Section = ({ title, about, children }: SectionProps) => (
  <section className={css["section"]}>
    <header className={css["header"]}>
      <h2 className={css["title"]}>{title}</h2>
      <p className={css["about"]}>{about}</p>
    </header>
    {children}
  </section>
);

interface ListedProps<Item> {
  readonly listing: Listing<Item>;
  /** What to say when there is nothing, and the next step. */
  readonly none: { readonly title: string; readonly next: string };
  readonly children: (items: readonly Item[]) => ReactNode;
}

/** A list of Set-up, or why there is none. */
export function Listed<Item>({ listing, none, children }: ListedProps<Item>) {
  const load = useSetUp((state) => state.load);
  const { status, items, problem } = listing;
  if (status === "failed" && problem !== null) {
    return (
      <EmptyState shape="fail" title={sentenceOf(problem)} next={problem.code}>
        <Button onClick={() => void load()}>{texts.frame.tryAgain}</Button>
      </EmptyState>
    );
  }
  if (items.length > 0) return children(items);
  if (status !== "ready") return <EmptyState shape="running" title={texts.setUp.loading} />;
  return <EmptyState shape="waiting" title={none.title} next={none.next} />;
}
