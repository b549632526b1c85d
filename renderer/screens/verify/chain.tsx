import { texts } from "../../locales/texts.ts";
import { Button } from "../../ui/button.tsx";
import css from "./certificate-card.module.css";

interface ChainProps {
  /** Subjects, the unit's own first. */
  readonly names: readonly string[];
  readonly shown: number;
  readonly onShow: (index: number) => void;
}

/** Who vouches for whom, each a press away; nothing for a certificate that comes alone. */
export function Chain({ names, shown, onShow }: ChainProps) {
  if (names.length < 2) return null;
  const words = texts.verify.certificate;
  return (
    <nav aria-label={words.chain}>
      <ol className={css["chain"]}>
        {names.map((name, index) => (
          <li key={`${index} ${name}`}>
            <Button
              look="quiet"
              className={css["link"] ?? ""}
              aria-label={words.chainLink(name)}
              aria-current={index === shown ? "true" : undefined}
              onClick={() => onShow(index)}
            >
              {commonName(name)}
            </Button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** What people call it by: the common name, else all of it. */
const commonName = (subject: string): string => /(?:^|, )CN=([^,]+)/.exec(subject)?.[1] ?? subject;
