import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, Transaction } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import css from "./yaml-editor.module.css";

export interface LineFault {
  /** From 1; null: of the whole text. */
  readonly line: number | null;
  readonly message: string;
}

interface YamlEditorProps {
  readonly label: string;
  readonly value: string;
  readonly faults: readonly LineFault[];
  /** Goes there, as often as the object is another. */
  readonly goTo: { readonly line: number } | null;
  /** For the editor's own styles. */
  readonly nonce: string;
  readonly onChange: (value: string) => void;
}

/** The usual style's colours, as it names them: comments, keys. Whatever else is ink. */
const inks: Readonly<Record<string, string>> = { "#940": "var(--ink-soft)", "#00c": "var(--running-ink)" };
const colours = HighlightStyle.define(
  defaultHighlightStyle.specs.map((spec) => ({ ...spec, color: inks[String(spec["color"])] ?? "var(--ink)" })),
);

const look = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--panel)", fontSize: "var(--text-small)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-code)", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--ink)", padding: "8px 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { color: "var(--ink-soft)", backgroundColor: "var(--well)", borderRight: "1px solid var(--rule)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--focus) 8%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--focus) 28%, transparent)",
  },
  ".cm-tooltip": { color: "var(--ink)", backgroundColor: "var(--panel)", border: "2px solid var(--rule-strong)" },
  ".cm-diagnostic": { padding: "6px 10px", fontFamily: "var(--font)" },
  ".cm-diagnostic-error": { borderLeft: "5px solid var(--fail)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--fail-ink)",
    textUnderlineOffset: "3px",
  },
});

/** A text in YAML with its faults at their lines. Tab leaves it, as it leaves any field. Another label is another editor (`key`). */
export function YamlEditor({ label, value, faults, goTo, nonce, onChange }: YamlEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const changed = useRef(onChange);
  useEffect(() => {
    changed.current = onChange;
  }, [onChange]);
  useEffect(() => {
    if (place.current === null) return undefined;
    const editor = newEditor(place.current, { label, nonce, onChange: (text) => changed.current(text) });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [label, nonce]);
  useEffect(() => {
    if (view.current !== null) replaceText(view.current, value);
  }, [value]);
  useEffect(() => {
    if (view.current !== null) showFaults(view.current, faults);
  }, [faults]);
  useEffect(() => {
    if (view.current !== null && goTo !== null) showLine(view.current, goTo.line);
  }, [goTo]);
  return <div ref={place} className={css["editor"]} />;
}

interface NewEditor {
  readonly label: string;
  readonly nonce: string;
  readonly onChange: (text: string) => void;
}

const newEditor = (parent: HTMLElement, { label, nonce, onChange }: NewEditor): EditorView =>
  new EditorView({
    parent,
    state: EditorState.create({
      extensions: [
        EditorView.cspNonce.of(nonce),
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        bracketMatching(),
        yaml(),
        syntaxHighlighting(colours),
        look,
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", tabindex: "0" }),
        EditorView.updateListener.of(({ docChanged, state, transactions }) => {
          const byHand = transactions.some((one) => one.annotation(Transaction.remote) !== true);
          if (docChanged && byHand) onChange(state.doc.toString());
        }),
      ],
    }),
  });

/** Only what is different, so that the cursor and what may be undone stay. */
function replaceText(view: EditorView, text: string): void {
  const before = view.state.doc.toString();
  if (before === text) return;
  let from = 0;
  while (from < before.length && from < text.length && before[from] === text[from]) from += 1;
  let end = 0;
  const most = Math.min(before.length, text.length) - from;
  while (end < most && before.at(-1 - end) === text.at(-1 - end)) end += 1;
  view.dispatch({
    changes: { from, to: before.length - end, insert: text.slice(from, text.length - end) },
    annotations: Transaction.remote.of(true),
  });
}

function showFaults(view: EditorView, faults: readonly LineFault[]): void {
  const { doc } = view.state;
  const diagnostics = faults.map(({ line, message }): Diagnostic => {
    const { from, to, text } = doc.line(Math.min(Math.max(line ?? 1, 1), doc.lines));
    return { from: from + (text.length - text.trimStart().length), to, severity: "error", message };
  });
  view.dispatch(setDiagnostics(view.state, diagnostics));
}

function showLine(view: EditorView, line: number): void {
  const { from } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
  view.focus();
}
