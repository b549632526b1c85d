import { useState } from "react";
import type { Problem, TrustedRootView } from "../../../main/api/contract/index.ts";
import { formatDay } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { useSetUp } from "../../stores/stores-context.tsx";
import { AskTwice } from "../../ui/ask-twice.tsx";
import { Button } from "../../ui/button.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { useNow } from "../../ui/use-now.ts";
import { Refused } from "../parts/refused.tsx";
import { inGroups, rootName, validityAt } from "./root-words.ts";
import css from "./roots-section.module.css";

/** One issuer of endorsement certificates that the plant trusts. */
export function RootCard({ root }: { readonly root: TrustedRootView }) {
  const words = texts.setUp.roots;
  const [asking, setAsking] = useState(false);
  const name = rootName(root);
  const { subject, issuer, fingerprint } = root;
  return (
    <li className={css["root"]} aria-label={name}>
      <div className={css["who"]}>
        <strong className={css["name"]}>{name}</strong>
        {subject === name ? null : <span className={css["soft"]}>{subject}</span>}
        <span className={css["soft"]}>{subject === issuer ? words.self : words.issuedBy(issuer)}</span>
      </div>
      <Validity root={root} />
      <Button
        look="danger"
        aria-label={words.removeRoot(name)}
        aria-expanded={asking}
        onClick={() => setAsking(!asking)}
      >
        {words.remove}
      </Button>
      <div className={css["fingerprint"]}>
        <span className={css["soft"]}>{words.fingerprint}</span>
        <Copyable
          value={inGroups(fingerprint)}
          copies={fingerprint}
          label={texts.frame.copy(words.fingerprint)}
          copiedLabel={texts.frame.copied}
        />
      </div>
      {asking ? <Remove root={root} onDone={() => setAsking(false)} /> : null}
    </li>
  );
}

/** Its time as a bar, and where in it we are. */
function Validity({ root }: { readonly root: TrustedRootView }) {
  const words = texts.setUp.roots;
  const { dating, shape, over } = validityAt(useNow(60_000), root);
  const range = words.validity(formatDay(Date.parse(root.notBefore)), formatDay(Date.parse(root.notAfter)));
  return (
    <div className={css["validity"]}>
      <StateMark shape={shape} word={words[dating]} />
      <div className={css["time"]} aria-hidden="true" data-dating={dating}>
        <div className={css["over"]} style={{ transform: `scaleX(${over})` }} />
      </div>
      <span className={css["soft"]}>{range}</span>
    </div>
  );
}

function Remove({ root, onDone }: { readonly root: TrustedRootView; readonly onDone: () => void }) {
  const words = texts.setUp.roots;
  const removeRoot = useSetUp((state) => state.removeRoot);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const name = rootName(root);
  const remove = async () => {
    setBusy(true);
    const refused = await removeRoot(root.fingerprint);
    setBusy(false);
    setProblem(refused);
    if (refused === null) onDone();
  };
  return (
    <div className={css["asked"]}>
      <AskTwice
        first={{ ask: words.removeAsk(name), act: words.removeRoot(name) }}
        last={{ ask: words.removeSure, act: words.removeLast(name) }}
        keep={texts.setUp.keep}
        busy={busy}
        onKeep={onDone}
        onAct={() => void remove()}
      />
      <Refused problem={problem} />
    </div>
  );
}
