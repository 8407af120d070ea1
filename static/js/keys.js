// The one place where keys are read. No handler acts while a Chinese composition is on: not while the
// browser says so (isComposing), not on the keydown that belongs to the input method (229), and not right
// after compositionend, which Safari sends before the keydown that ended the composition.
const AFTER_COMPOSITION_MS = 50;
let endedAt = -Infinity;
let lastKeyAt = -Infinity;
let isComposing = false;

const heard = (event) => { lastKeyAt = event.timeStamp; };
addEventListener("keydown", heard, true);
addEventListener("compositionstart", () => { isComposing = true; }, true);
addEventListener("compositionend", (event) => {
  endedAt = event.timeStamp;
  isComposing = false;
  heard(event);
}, true);

/** Resolves once no key was pressed for so long and nothing is being composed: what opens then takes no key away. */
export function whenQuiet(milliseconds) {
  return new Promise((resolve) => {
    const look = () => {
      const left = isComposing ? milliseconds : lastKeyAt + milliseconds - performance.now();
      if (left > 0) setTimeout(look, left);
      else resolve();
    };
    look();
  });
}

export function composing(event) {
  return event.isComposing || event.keyCode === 229 || event.timeStamp - endedAt < AFTER_COMPOSITION_MS;
}

/** Listen to keydown on a target, never during a composition. */
export function onKey(target, handle, options) {
  const guarded = (event) => { if (!composing(event)) handle(event); };
  target.addEventListener("keydown", guarded, options);
  return () => target.removeEventListener("keydown", guarded, options);
}

/** An Enter that belongs to an input method sends no form of the target, also where the browser thinks otherwise. */
export function keepEnter(target) {
  target.addEventListener("keydown", (event) => { if (event.key === "Enter" && composing(event)) event.preventDefault(); }, true);
}

export const onMac = /Mac|iPhone|iPad/.test(navigator.platform || navigator.userAgent);

/** ⌘ on Apple machines, Ctrl elsewhere. */
export function withMod(event) {
  return (onMac ? event.metaKey : event.ctrlKey) && !event.altKey;
}
