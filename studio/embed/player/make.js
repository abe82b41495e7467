  const CODEC = 'video/mp4; codecs="avc1.640028"'; // of all films
  const ICONS = {
    play: "M7 4.5v15l12-7.5z",
    pause: "M6 5h4v14H6zM14 5h4v14h-4z",
    full: "M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z",
  };

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

  function icon(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", ICONS[name]);
    svg.append(path);
    return svg;
  }

  function minutes(time) {
    const whole = Math.round(time);
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  }

  /** The smallest of a picture's sizes that is sharp in `width` pixels of a page; its largest where none is. */
  function fitting(picture, width) {
    const wanted = width * devicePixelRatio;
    return ((picture.sizes ?? []).find((each) => each.width >= wanted) ?? picture).file;
  }
