// What a comment box shows is not what is stored: 「@林岚」 stands for @[林岚](user:linlan), and the files at the
// end of the text stand below the field. `read` takes the stored form apart, `write` puts it together again.
const BEFORE = "(?<![\\w@＠\\\\])";
const MENTION = new RegExp(`${BEFORE}@\\[([^[\\]\\n]+)\\]\\((user|department):([^()\\s]+)\\)`, "g");
const FILE = /(!?)\[([^[\]\n]*)\]\((\/attachments\/\d+\/[^()\s]*)\)/g;
const FILES_AT_THE_END = new RegExp(`(?:\\s*${FILE.source})+\\s*$`);

/** Note that somebody is named; the words that stand for them in the field. Two people may share a name. */
export function named(mentions, { kind, id, label }) {
  const known = mentions.find((mention) => mention.kind === kind && mention.id === id);
  if (known) return known.shown;
  const shown = mentions.some((mention) => mention.shown === label) ? `${label}·${id}` : label;
  mentions.push({ kind, id, label, shown });
  return shown;
}

export function read(source) {
  const mentions = [];
  const tail = FILES_AT_THE_END.exec(source)?.[0] ?? "";
  const files = [...tail.matchAll(FILE)].map(([, sign, name, url]) => ({ url, name, image: sign === "!" }));
  const words = tail ? source.slice(0, -tail.length) : source;
  const text = words.replace(MENTION, (_, label, kind, id) => `@${named(mentions, { kind, id, label })}`);
  return { text, mentions, files };
}

export function write({ text, mentions, files }) {
  const links = (wanted) => files.filter((file) => file.image === wanted)
    .map(({ url, name }) => `${wanted ? "!" : ""}[${name.replace(/[[\]]/g, " ")}](${url})`);
  const words = linked(text, mentions);
  if (!files.length) return words;
  return [words.trimEnd(), ...links(true), links(false).join(" ")].filter(Boolean).join("\n\n");
}

function linked(text, mentions) {
  if (!mentions.length) return text;
  // The longest first: 「@林岚岚」 is not 「@林岚」 with something behind it.
  const names = mentions.map(({ shown }) => shown).sort((one, other) => other.length - one.length)
    .map((name) => name.replace(/[^\p{L}\p{N}\s]/gu, "\\$&") + (/\w$/.test(name) ? "(?!\\w)" : ""));
  const pattern = new RegExp(`${BEFORE}[@＠](${names.join("|")})`, "g");
  return text.replace(pattern, (_, shown) => {
    const { kind, id, label } = mentions.find((mention) => mention.shown === shown);
    return `@[${label}](${kind}:${id})`;
  });
}
