// Tables to and from the clipboard: what Excel, WPS and 飞书 put there is HTML or tab-separated text.

/** Tab-separated text → rows of cells. Quoted cells may hold tabs, line ends and doubled quotes. */
export function parseTsv(text) {
  const rows = [[]];
  let at = 0;
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  while (at <= source.length) {
    let cell = "";
    if (source[at] === '"' && /"(?:[^"]|"")*"(?=\t|\n|$)/y.test(source.slice(at))) {
      const quoted = /^"((?:[^"]|"")*)"/.exec(source.slice(at));
      cell = quoted[1].replaceAll('""', '"');
      at += quoted[0].length;
    } else {
      const end = source.slice(at).search(/[\t\n]/);
      cell = end < 0 ? source.slice(at) : source.slice(at, at + end);
      at += cell.length;
    }
    rows.at(-1).push(cell);
    if (at >= source.length) break;
    if (source[at] === "\n") rows.push([]);
    at += 1;
    if (at === source.length) rows.at(-1).push("");
  }
  return rows;
}

/** The first table in pasted HTML → rows of cells (a merged cell fills its first place), or null. */
export function parseHtmlTable(html) {
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  if (!table) return null;
  const rows = [];
  [...table.rows].forEach((row, y) => {
    rows[y] ??= [];
    let x = 0;
    for (const cell of row.cells) {
      while (rows[y][x] !== undefined) x += 1;
      for (let dy = 0; dy < cell.rowSpan; dy += 1) {
        for (let dx = 0; dx < cell.colSpan; dx += 1) {
          rows[y + dy] ??= [];
          rows[y + dy][x + dx] = dy || dx ? "" : words(cell);
        }
      }
    }
  });
  return rows.slice(0, table.rows.length).map((row) => Array.from(row, (cell) => cell ?? ""));
}

function words(cell) {
  for (const line of cell.querySelectorAll("br")) line.replaceWith("\n");
  const blocks = [...cell.querySelectorAll("p, div, li")].filter((block) => !block.querySelector("p, div, li"));
  const text = blocks.length > 1 ? blocks.map((block) => block.textContent.trim()).join("\n") : cell.textContent;
  return text.replace(/[^\S\n]+/g, " ").trim();
}

export function pastedRows(transfer) {
  const html = transfer.getData("text/html");
  const fromHtml = html ? parseHtmlTable(html) : null;
  const text = transfer.getData("text/plain");
  return fromHtml ?? (text ? parseTsv(text) : null);
}

const quoted = (cell) => (/["\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Rows of cells → what Excel takes, as text and as HTML. */
export function copyRows(transfer, rows) {
  transfer.setData("text/plain", rows.map((row) => row.map(quoted).join("\t")).join("\n"));
  const table = document.createElement("table");
  for (const row of rows) {
    const line = table.insertRow();
    for (const cell of row) line.insertCell().textContent = cell;
  }
  transfer.setData("text/html", table.outerHTML);
}
