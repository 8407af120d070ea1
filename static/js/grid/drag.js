// Rows dragged by their number: with the mouse at once, with a finger after a moment's hold, so that the table can
// still be scrolled there. The row itself goes along; what the server refuses goes back (element.js).
import Sortable from "sortablejs";

const HOLD_MS = 180;
const GLIDE_MS = 120;

export function dragRows(grid) {
  let above = null;
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return Sortable.create(grid.table.body, {
    draggable: "tr",
    handle: ".grid__handle",
    forceFallback: true,
    fallbackTolerance: 4,
    delay: HOLD_MS,
    delayOnTouchOnly: true,
    touchStartThreshold: 6,
    animation: isStill ? 0 : GLIDE_MS,
    ghostClass: "is-dragged",
    fallbackClass: "grid__clone",
    onStart: ({ item }) => {
      above = item.previousElementSibling;
      grid.menu?.close();
      grid.classList.add("is-dragging");
    },
    onEnd: ({ item }) => {
      grid.classList.remove("is-dragging");
      if (item.previousElementSibling !== above) grid.dropped(item, above);
    },
  });
}
