import type { ReactNode } from "react";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import type { Listing } from "../../stores/listing.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import type { ShapeName } from "../../ui/state-shape.tsx";

interface ListedProps<Item> {
  readonly listing: Listing<Item>;
  /** What to say when there is nothing, and the next step; nothing may be as it should be. */
  readonly none: { readonly title: string; readonly next: string; readonly shape?: ShapeName };
  /** Reads it again. */
  readonly load: () => unknown;
  readonly children: (items: readonly Item[]) => ReactNode;
}

/** A list of the station, or why there is none. */
export function Listed<Item>({ listing, none, load, children }: ListedProps<Item>) {
  const { status, items, problem } = listing;
  if (status === "failed" && problem !== null) {
    return (
      <EmptyState shape="fail" title={sentenceOf(problem)} next={problem.code}>
        <Button onClick={() => void load()}>{texts.frame.tryAgain}</Button>
      </EmptyState>
    );
  }
  if (items.length > 0) return children(items);
  if (status !== "ready") return <EmptyState shape="running" title={texts.frame.reading} />;
  return <EmptyState shape={none.shape ?? "waiting"} title={none.title} next={none.next} />;
}
