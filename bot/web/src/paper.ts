/** Lists that leave the screen: printed on paper, or saved as a text file. */

/** A title with lists below it; `ticked` items are ready. */
export interface Paper {
  title: string;
  subtitle: string;
  groups: { heading: string; items: { text: string; ticked: boolean }[] }[];
}

const PRINT_STYLE = `
  body { font: 12pt/1.5 sans-serif; margin: 2rem; }
  h1 { font-size: 15pt; margin: 0; }
  h2 { font-size: 12pt; }
  ul { list-style: none; padding: 0; }
  li { margin: 0.4rem 0; padding-left: 1.8rem; text-indent: -1.8rem; }
`;

/** Opens the browser's print dialog for the list alone, without the page around it. */
export function print(paper: Paper): void {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.title = paper.title;
  document.body.append(frame);
  const page = frame.contentWindow as (Window & typeof globalThis) | null;
  if (!page) return;
  // A style element would need an exception in the Content-Security-Policy.
  const style = new page.CSSStyleSheet();
  style.replaceSync(PRINT_STYLE);
  page.document.adoptedStyleSheets = [style];
  page.document.title = paper.title;
  fill(page.document, paper);
  page.addEventListener("afterprint", () => setTimeout(() => frame.remove()));
  page.print();
}

export function asText({ title, subtitle, groups }: Paper): string {
  const lists = groups.map(({ heading, items }) =>
    [heading, ...items.map(line)].filter(Boolean).join("\n"),
  );
  return [title, subtitle, "", ...lists].join("\n") + "\n";
}

/** Saves a file to the citizen's device. */
export function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun when the task ends; then the address is not needed.
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}

function fill(page: Document, { title, subtitle, groups }: Paper): void {
  const add = (parent: Element, name: string, text = ""): Element => {
    const element = page.createElement(name);
    element.textContent = text;
    parent.append(element);
    return element;
  };
  page.documentElement.lang = "vi";
  add(page.body, "h1", title);
  add(page.body, "p", subtitle);
  for (const { heading, items } of groups) {
    if (heading) add(page.body, "h2", heading);
    const list = add(page.body, "ul");
    for (const item of items) add(list, "li", line(item));
  }
}

function line({ text, ticked }: { text: string; ticked: boolean }): string {
  return `${ticked ? "☑" : "☐"} ${text}`;
}
