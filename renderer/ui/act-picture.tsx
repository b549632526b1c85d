import css from "./act-picture.module.css";

/** What a hand does with a unit. */
export type ActName =
  | "plug-in"
  | "take-out"
  | "reseat"
  | "try-again"
  | "scan-label"
  | "green-bin"
  | "red-bin"
  | "set-aside"
  | "call-engineer";

/** Drawn in `currentColor`, the bins in the colour they have; always beside its words, so hidden from readers. */
export const ActPicture = ({ act }: { readonly act: ActName }) => (
  <svg className={css["picture"]} viewBox="0 0 48 48" aria-hidden="true" focusable="false" data-act={act}>
    {drawings[act]}
  </svg>
);

const plug = "M19 4v9M29 4v9M14 13h20v7a10 10 0 0 1-20 0zM24 30v6";
const bin = "M24 3v13M18 10.5L24 16.5l6-6M9 20h30M13 20l2.5 24h17L35 20";

/** Each one line, lifted where it does not go on: a line full of slots changes them many times a second. */
const drawings = {
  // A plug on its way down into the socket.
  "plug-in": <path d="M19 2v8M29 2v8M14 10h20v5a10 10 0 0 1-20 0zM24 25v11M18.5 31l5.5 5.5 5.5-5.5M8 37v8h32v-8" />,
  // The same on its way up.
  "take-out": <path d="M19 2v8M29 2v8M14 10h20v5a10 10 0 0 1-20 0zM24 36V25M18.5 30.5l5.5-5.5 5.5 5.5M8 37v8h32v-8" />,
  // The same plug, out and in again.
  reseat: <path d={`${plug}M7 40V24M2.5 28.5L7 24l4.5 4.5M41 24v16M36.5 35.5L41 40l4.5-4.5M16 44h16`} />,
  "try-again": <path d="M38.5 15.5A17 17 0 1 0 41 26M40 5v11H29" />,
  "scan-label": (
    <>
      <path d="M4 13V5h8M44 13V5h-8M4 35v8h8M44 35v8h-8M13 14v12M19 14v12M25 14v12M30 14v12M35 14v12" />
      <path className={css["beam"]} d="M3 33h42" />
    </>
  ),
  "green-bin": <path className={css["green"]} d={`${bin}M19 31.5l4 4 7-8`} />,
  "red-bin": <path className={css["red"]} d={`${bin}M20 28l8 9M28 28l-8 9`} />,
  "set-aside": <path d="M4 26v16h40V26M4 32h12l3 5h10l3-5h12M16 5v17M32 5v17" />,
  "call-engineer": (
    <path d="M32 13a8 8 0 1 1-16 0a8 8 0 1 1 16 0M8 44c0-10 6-17 16-17s16 7 16 17M14 13a10 10 0 0 1 20 0v5l-5 4" />
  ),
} as const;
