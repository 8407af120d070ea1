/*! Holds tiptap and ProseMirror (MIT License). https://tiptap.dev https://prosemirror.net */
// Only on pages that edit: the rich text of a section and the table of records.
import "./editor/element.js";
import "./grid/element.js";
