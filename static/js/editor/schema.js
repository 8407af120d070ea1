// What a section may hold: exactly what the server stores (conversations/text/schema.py), so that opening and
// saving a text changes nothing. Blocks carry a data-id on which comments and diffs hang.
import { Extension, Mark, mergeAttributes } from "@tiptap/core";
import { Image } from "@tiptap/extension-image";
import { TaskItem, TaskList } from "@tiptap/extension-list";
import { TableKit } from "@tiptap/extension-table";
import { Placeholder } from "@tiptap/extensions";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import StarterKit from "@tiptap/starter-kit";

const BLOCKS = ["paragraph", "heading", "listItem", "taskItem", "blockquote", "codeBlock", "table", "tableRow", "image", "horizontalRule"];
const HOLDERS = ["listItem", "taskItem", "tableCell", "tableHeader"];
// ProseMirror writes the composed words within this time after the browser has ended the composition.
const AFTER_COMPOSITION_MS = 60;
const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

/** Gives every block its own id: new ones get one, and of two that are the same the later gets a new one. */
const BlockIds = Extension.create({
  name: "blockIds",
  addGlobalAttributes() {
    return [{
      types: BLOCKS,
      attributes: {
        id: {
          default: null,
          keepOnSplit: false,
          parseHTML: (element) => element.getAttribute("data-id"),
          renderHTML: ({ id }) => (id ? { "data-id": id } : {}),
        },
      },
    }];
  },
  // Before the first key: an id given in the middle of a composition redraws the block and breaks the input method.
  onCreate() {
    const change = identified(this.editor.state);
    if (change) this.editor.view.dispatch(change.setMeta("preventUpdate", true));
  },
  addProseMirrorPlugins() {
    const { editor } = this;
    return [new Plugin({
      key: new PluginKey("blockIds"),
      appendTransaction: (transactions, before, state) => {
        if (editor.view.composing || !transactions.some((transaction) => transaction.docChanged)) return null;
        return identified(state);
      },
      props: {
        handleDOMEvents: {
          compositionend: (view) => {
            setTimeout(() => {
              const change = !view.isDestroyed && !view.composing && identified(view.state);
              if (change) view.dispatch(change);
            }, AFTER_COMPOSITION_MS);
            return false;
          },
        },
      },
    })];
  },
});

function identified(state) {
  const seen = new Set();
  let change = null;
  state.doc.descendants((node, position, parent) => {
    if (!BLOCKS.includes(node.type.name)) return;
    const bare = node.type.name === "paragraph" && HOLDERS.includes(parent?.type.name);
    const { id } = node.attrs;
    if (bare ? id === null : id && !seen.has(id)) {
      seen.add(id);
      return;
    }
    change ??= state.tr.setMeta("addToHistory", false);
    const fresh = bare ? null : newId();
    seen.add(fresh);
    change.setNodeMarkup(position, undefined, { ...node.attrs, id: fresh }, node.marks);
  });
  return change;
}

const Highlight = Mark.create({
  name: "highlight",
  parseHTML: () => [{ tag: "mark" }],
  renderHTML: ({ HTMLAttributes }) => ["mark", mergeAttributes(HTMLAttributes), 0],
});

/** A person or department named in an imported text stays one. */
const Named = Mark.create({
  name: "named",
  inclusive: false,
  excludes: "_",
  addAttributes: () => ({ who: { parseHTML: (element) => element.getAttribute("data-mention"), renderHTML: ({ who }) => ({ "data-mention": who }) } }),
  parseHTML: () => [{ tag: "span[data-mention]" }],
  renderHTML: ({ HTMLAttributes }) => ["span", mergeAttributes(HTMLAttributes, { class: "mention" }), 0],
});

/** A picture among words; a picture on its own is a block. */
const InlineImage = Image.extend({
  name: "inlineImage",
  inline: () => true,
  group: () => "inline",
  parseHTML: () => [{ tag: "img[src]", context: "paragraph/|heading/", priority: 70 }],
  addInputRules: () => [],
  addCommands: () => ({}),
});

const MIN_HEADING = 1;
const MAX_HEADING = 4;

export function extensions({ placeholder }) {
  return [
    StarterKit.configure({
      heading: { levels: Array.from({ length: MAX_HEADING }, (_, at) => at + MIN_HEADING) },
      link: { openOnClick: false, autolink: true, defaultProtocol: "https", HTMLAttributes: { target: null, rel: null, class: null } },
      trailingNode: false,
    }),
    Image.configure({ allowBase64: false }),
    InlineImage,
    TaskList,
    TaskItem.configure({ nested: true }),
    TableKit.configure({ table: { resizable: false, renderWrapper: false } }),
    Placeholder.configure({ placeholder }),
    Highlight,
    Named,
    BlockIds,
  ];
}
