import { useRef } from "react";
import { texts } from "../../locales/texts.ts";
import { useManifestCheck } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";

/** The way to the manifest check for whoever has no mouse to drop a file with. */
export function VerifyFileButton({ label = texts.lots.verifyFile }: { readonly label?: string }) {
  const check = useManifestCheck((state) => state.check);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-hidden="true"
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file !== undefined) void check(file, file.name);
          // The same file again is a choice too.
          event.currentTarget.value = "";
        }}
      />
      <Button size="line" onClick={() => input.current?.click()}>
        {label}
      </Button>
    </>
  );
}
