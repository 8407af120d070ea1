// What a person typed and nobody stored yet, kept in this browser, apart for each person.
const prefix = () => `pm:${document.body?.dataset.user ?? "-"}:`;

function guarded(work, otherwise) {
  try {
    return work();
  } catch (error) {
    // Storage is full or switched off: typing goes on, only without a copy.
    if (error instanceof DOMException) return otherwise;
    throw error;
  }
}

export const keep = (key, value) =>
  guarded(() => { localStorage.setItem(prefix() + key, JSON.stringify(value)); return true; }, false);

export const kept = (key) => guarded(() => {
  const text = localStorage.getItem(prefix() + key);
  return text === null ? null : JSON.parse(text);
}, null);

export const forget = (key) => guarded(() => localStorage.removeItem(prefix() + key), undefined);
