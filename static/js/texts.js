// The words the scripts say come from the page (frame/_texts.html), in the reader's language.
const words = {};

function learn(id) {
  const block = document.getElementById(id);
  if (block) Object.assign(words, JSON.parse(block.textContent));
}

/** The words for a key, with {name} places filled. A missing key is a fault of ours: it shows itself. */
export function t(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

// Here and not in an entry point: elements already on the page are built while an entry point's imports run.
learn("texts");
learn("editor-labels");
