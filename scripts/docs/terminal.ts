/**
 * A picture of a terminal, from text.
 *
 * @module
 */

/** How a line looks. */
export type Style = "plain" | "command" | "error" | "good" | "faint";

/** A line of the picture. */
export interface Line {
  readonly text: string;
  readonly style: Style;
}

const maxColumns = 108;
const characterWidth = 7.8;
const lineHeight = 18;
const margin = 18;
const titleHeight = 34;

const colours: Readonly<Record<Style, string>> = {
  plain: "#d7dce2",
  command: "#ffffff",
  error: "#ff9a8c",
  good: "#8fdb9b",
  faint: "#8b95a1",
};

/** Draws lines in a window with a title. Lines that are too long go on below. */
export function drawTerminal(lines: readonly Line[], title: string): string {
  const rows = lines.flatMap(wrap);
  const width = Math.ceil(2 * margin + maxColumns * characterWidth);
  const height = titleHeight + rows.length * lineHeight + margin;
  const dots = ["#ff5f57", "#febc2e", "#28c840"].map((colour, at) =>
    `<circle cx="${margin + 4 + at * 18}" cy="${titleHeight / 2}" r="5.5" fill="${colour}"/>`
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escape(title)}</title>
<rect width="${width}" height="${height}" rx="9" fill="#1c2127"/>
${dots.join("")}
<text x="${
    width / 2
  }" y="22" fill="${colours.faint}" text-anchor="middle" font-family="sans-serif" font-size="12">${
    escape(title)
  }</text>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" xml:space="preserve">
${rows.map(rowText).join("\n")}
</g>
</svg>
`;
}

function rowText({ text, style }: Line, row: number): string {
  const y = titleHeight + (row + 1) * lineHeight - 4;
  const weight = style === "command" ? ' font-weight="bold"' : "";
  return `<text x="${margin}" y="${y}" fill="${colours[style]}"${weight}>${escape(text)}</text>`;
}

/** Cuts at blanks where there are any. */
function wrap({ text, style }: Line): Line[] {
  const rows: Line[] = [];
  let rest = text;
  while (rest.length > maxColumns) {
    const blank = rest.lastIndexOf(" ", maxColumns);
    const end = blank > maxColumns / 2 ? blank : maxColumns;
    rows.push({ text: rest.slice(0, end), style });
    rest = `    ${rest.slice(end).trimStart()}`;
  }
  return [...rows, { text: rest, style }];
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character]);
}
