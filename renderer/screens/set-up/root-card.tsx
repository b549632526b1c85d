import { useState } from "react";
import type { Problem, TrustedRootView } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { AskTwice } from "../../ui/ask-twice.tsx";
import { Button } from "../../ui/button.tsx";
import { Refused } from "../parts/refused.tsx";
import { CertificateFingerprint, CertificateNames, CertificateValidity } from "./certificate-facts.tsx";
import { rootName } from "./root-words.ts";
import css from "./roots-section.module.css";

interface RootCardProps {
  readonly root: TrustedRootView;
  /** What it means to remove it, asked last. */
  readonly removeSure: string;
  /** The problem if it was refused. */
  readonly onRemove: (fingerprint: string) => Promise<Problem | null>;
}

/** One certificate that the plant trusts. */
export function RootCard({ root, ...removal }: RootCardProps) {
  const words = texts.setUp.roots;
  const [asking, setAsking] = useState(false);
  const name = rootName(root);
  return (
    <li className={css["root"]} aria-label={name}>
      <div className={css["who"]}>
        <CertificateNames root={root} />
      </div>
      <CertificateValidity root={root} />
      <Button
        look="danger"
        aria-label={words.removeRoot(name)}
        aria-expanded={asking}
        onClick={() => setAsking(!asking)}
      >
        {words.remove}
      </Button>
      <CertificateFingerprint root={root} />
      {asking ? <Remove root={root} {...removal} onDone={() => setAsking(false)} /> : null}
    </li>
  );
}

function Remove({ root, removeSure, onRemove, onDone }: RootCardProps & { readonly onDone: () => void }) {
  const words = texts.setUp.roots;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const name = rootName(root);
  const remove = async () => {
    setBusy(true);
    const refused = await onRemove(root.fingerprint);
    setBusy(false);
    setProblem(refused);
    if (refused === null) onDone();
  };
  return (
    <div className={css["asked"]}>
      <AskTwice
        first={{ ask: words.removeAsk(name), act: words.removeRoot(name) }}
        last={{ ask: removeSure, act: words.removeLast(name) }}
        keep={texts.setUp.keep}
        busy={busy}
        onKeep={onDone}
        onAct={() => void remove()}
      />
      <Refused problem={problem} />
    </div>
  );
}
