import { Fragment, useEffect } from "react";
import type { Guide, Stone } from "../../../main/api/contract/index.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo, type Route, type SetUpSection } from "../../stores/route.ts";
import { useGuide } from "../../stores/stores-context.tsx";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import type { ShapeName } from "../../ui/state-shape.tsx";
import { Section } from "../parts/section.tsx";
import { BecomeReal } from "./become-real.tsx";
import css from "./guide-section.module.css";
import { PractiseStone } from "./practise-stone.tsx";

/** From nothing to the first real unit: six stones, each done as soon as what it asks for is there. */
export function GuideSection() {
  const { guide, load, rest } = useGuide((state) => state);
  useEffect(() => {
    void load();
    return rest;
  }, [load, rest]);
  const words = texts.house.guide;
  return (
    <Section title={words.title} about={words.about}>
      {guide.value === null ? (
        guide.status === "failed" && guide.problem !== null ? (
          <EmptyState shape="fail" title={sentenceOf(guide.problem)} next={guide.problem.code}>
            <Button onClick={() => void load()}>{texts.frame.tryAgain}</Button>
          </EmptyState>
        ) : (
          <EmptyState shape="running" title={texts.frame.reading} />
        )
      ) : (
        <Path guide={guide.value} />
      )}
    </Section>
  );
}

function Path({ guide }: { readonly guide: Guide }) {
  const words = texts.house.guide;
  const { stones, mode, isReal } = guide;
  const done = stones.filter((stone) => stone.done).length;
  const practising = mode === "practice";
  const practised = stones.some(({ stone, done: isDone }) => stone === "practise" && isDone);
  // What is made in practice stays there: once somebody has practised, the next thing is to be real.
  const realNow = practising && practised && !isReal;
  const first = stones.find((stone) => !stone.done)?.stone;
  const next = realNow ? undefined : first;
  return (
    <>
      <p className={css["progress"]} role="status">
        {words.progress(done, stones.length)}
      </p>
      <ol className={css["path"]}>
        {stones.map((stone) => (
          <Fragment key={stone.stone}>
            <StoneRow stone={stone} isNext={stone.stone === next} practice={practising} />
            {stone.stone === "practise" && practising && !isReal ? (
              <li className={css["between"]}>
                <BecomeReal dataFolder={guide.dataFolder} isNow={realNow} />
              </li>
            ) : null}
          </Fragment>
        ))}
      </ol>
      {first === undefined ? (
        <EmptyState shape="pass" title={words.all} next={words.allNext}>
          <ButtonLink look="primary" size="line" href={hrefTo({ screen: "line" })}>
            {words.seeLine}
          </ButtonLink>
        </EmptyState>
      ) : null}
      {practising && isReal ? <p>{words.isReal}</p> : null}
    </>
  );
}

const sections: Readonly<Record<Exclude<Stone["stone"], "practise">, SetUpSection>> = {
  recipe: "recipes",
  slots: "slots",
  service: "service",
  authority: "authorities",
  operators: "people",
};

interface StoneProps {
  readonly stone: Stone;
  readonly isNext: boolean;
  readonly practice: boolean;
}

function StoneRow({ stone: { stone, done, count, lent }, isNext, practice }: StoneProps) {
  const words = texts.house.guide;
  const shape: ShapeName = done ? "pass" : isNext ? "attention" : "waiting";
  const name = words.stones[stone];
  return (
    <li className={css["stone"]} aria-label={name} data-state={shape} aria-current={isNext ? "step" : undefined}>
      <div className={css["state"]}>
        <StateMark shape={shape} word={done ? words.done : isNext ? words.next : words.later} />
      </div>
      <div className={css["what"]}>
        <h3 className={css["name"]}>{name}</h3>
        <p>{words.whats[stone]}</p>
        {count > 0 && stone !== "practise" ? <p className={css["soft"]}>{words.there(count)}</p> : null}
        {lent > 0 ? <p className={css["soft"]}>{words.lent(lent)}</p> : null}
      </div>
      <div className={css["act"]}>
        {stone === "practise" ? (
          <PractiseStone done={done} practice={practice} isNext={isNext} />
        ) : (
          <ButtonLink
            look={isNext ? "primary" : "plain"}
            size="line"
            href={hrefTo(routeOf(sections[stone]))}
            aria-label={done ? words.open(name) : undefined}
          >
            {done ? words.openShort : words.gos[stone]}
          </ButtonLink>
        )}
      </div>
    </li>
  );
}

const routeOf = (section: SetUpSection): Route => ({ screen: "set-up", section });
