// Elements in one line: make("button", {class: "jump", "aria-label": "..."}, "text", child).

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((each) => each !== null && each !== undefined));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

// A link into the author's editor; only the file's name and line are shown, the whole place is told.
export function place_link(place, link) {
  if (!place) return null;
  const short = place.slice(place.lastIndexOf("/") + 1);
  if (!link) return make("span", { class: "place", title: place }, short);
  return make("a", { class: "place", href: link, title: `Open ${place} in the editor` }, short);
}

// Lines of a file with their numbers: [{number, text, here}].
export function code_lines(lines) {
  const block = make("pre", { class: "lines", tabindex: "0", role: "group", "aria-label": "Lines of the source" });
  for (const { number, text, here } of lines) {
    const digits = make("span", { class: "digits", "aria-hidden": "true" }, String(number));
    const told = here ? make("span", { class: "unseen" }, `line ${number}: `) : null;
    block.append(make("code", { class: here ? "here" : null }, told, digits, text || " "));
  }
  return block;
}
