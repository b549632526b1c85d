import { useState } from "react";
import { texts } from "../../locales/texts.ts";
import { Button } from "../../ui/button.tsx";
import css from "./certificate-card.module.css";

/** The raw text behind a press. */
export function Pem({ pem }: { readonly pem: string }) {
  const [raw, setRaw] = useState(false);
  return (
    <>
      <Button aria-expanded={raw} onClick={() => setRaw(!raw)}>
        {raw ? texts.unit.hidePem : texts.unit.showPem}
      </Button>
      {raw ? (
        <pre className={css["pem"]} tabIndex={0}>
          {pem}
        </pre>
      ) : null}
    </>
  );
}
