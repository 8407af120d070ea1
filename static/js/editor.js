/*! Holds tiptap and ProseMirror (MIT License). https://tiptap.dev https://prosemirror.net */
// Only on pages that edit: the rich text of a section, the order of sections, the table of records.
import "./editor/element.js";
import "./editor/order.js";
import "./grid/element.js";
