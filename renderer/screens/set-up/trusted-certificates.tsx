import type { Problem, TrustedRootView } from "../../../main/api/contract/index.ts";
import type { Listing } from "../../stores/listing.ts";
import type { RootImportState } from "../../stores/root-import-store.ts";
import { Listed } from "../parts/listed.tsx";
import { RootCard } from "./root-card.tsx";
import { RootImports } from "./root-imports.tsx";
import css from "./roots-section.module.css";

interface TrustedCertificatesProps {
  readonly listing: Listing<TrustedRootView>;
  readonly imports: RootImportState;
  readonly words: Readonly<Record<"none" | "noneNext" | "removeSure", string>>;
  readonly load: () => unknown;
  readonly remove: (fingerprint: string) => Promise<Problem | null>;
}

/** Certificates that are trusted: added from files, each shown, each taken away again. */
export const TrustedCertificates = ({ listing, imports, words, load, remove }: TrustedCertificatesProps) => (
  <>
    <RootImports
      imports={imports}
      onFiles={(files) =>
        void imports.add(
          files,
          listing.items.map(({ fingerprint }) => fingerprint),
        )
      }
    />
    <Listed load={load} listing={listing} none={{ title: words.none, next: words.noneNext }}>
      {(items) => (
        <ul className={css["roots"]}>
          {items.map((root) => (
            <RootCard key={root.fingerprint} root={root} removeSure={words.removeSure} onRemove={remove} />
          ))}
        </ul>
      )}
    </Listed>
  </>
);
