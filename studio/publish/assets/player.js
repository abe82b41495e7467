/* The lecture page: chapters, words and pictures lead to their moments in the film, and follow it. */
(function () {
  "use strict";
  var page = document.querySelector("[data-player]");
  var film = document.getElementById("film");
  if (!page || !film) return;
  document.documentElement.classList.add("js");

  var still = matchMedia("(prefers-reduced-motion: reduce)");
  var script = page.querySelector(".script");
  var follow = page.querySelector(".follow");
  var beats = spans(".beat"), cues = spans(".cue"), chapters = spans(".chapters a"), stretches = spans(".stretch");

  function spans(selector) {
    return Array.from(page.querySelectorAll(selector), function (node) {
      return { node: node, start: Number(node.dataset.start), end: Number(node.dataset.end) };
    });
  }

  function at(list, time) {
    return list.find(function (each) { return time >= each.start && time < each.end; });
  }

  /* Files opened from disk may not load tracks: then the captions are made from the words on the page. */
  function captionsFromTheWords() {
    if (film.dataset.captions) return;
    film.dataset.captions = "words";
    Array.from(film.querySelectorAll("track")).forEach(function (each) { each.remove(); });
    var said = film.addTextTrack("captions", "English", "en");
    cues.forEach(function (each) { said.addCue(new VTTCue(each.start, each.end, each.node.textContent)); });
    said.mode = "showing";
    var parts = film.addTextTrack("chapters", "Chapters", "en");
    chapters.forEach(function (each) {
      var name = each.node.lastChild.textContent.trim();
      parts.addCue(new VTTCue(each.start, each.end, name));
    });
    parts.mode = "hidden";
  }
  if (location.protocol === "file:") captionsFromTheWords();
  else film.querySelector('track[kind="captions"]').addEventListener("error", captionsFromTheWords);

  function seek(time, play) {
    film.currentTime = time + 0.001; // a hair into the beat, as a moment between two frames may show the former
    show(time);
    if (play) {
      var playing = film.play();
      if (playing) playing.catch(function () {});
    }
  }

  /* Marks */
  var now = {};
  function mark(kind, found, change) {
    if (now[kind] === found) return false;
    if (now[kind]) change(now[kind].node, false);
    if (found) change(found.node, true);
    now[kind] = found;
    return true;
  }
  function light(node, on) { node.classList.toggle("now", on); }
  function current(node, on) { on ? node.setAttribute("aria-current", "true") : node.removeAttribute("aria-current"); }

  function show(time) {
    mark("cue", at(cues, time), light);
    mark("chapter", at(chapters, time), current);
    if (mark("beat", at(beats, time), light) && now.beat && follow.firstElementChild.checked) bring(now.beat.node);
    stretches.forEach(function (each) {
      var share = Math.min(Math.max((time - each.start) / (each.end - each.start), 0), 1);
      each.node.firstElementChild.style.transform = "scaleX(" + share + ")";
    });
  }

  function bring(node) {
    if (script.scrollHeight <= script.clientHeight) return;
    var gap = node.getBoundingClientRect().top - script.getBoundingClientRect().top;
    var top = script.scrollTop + gap - script.clientHeight / 4;
    script.scrollTo({ top: top, behavior: still.matches ? "auto" : "smooth" });
  }

  film.addEventListener("timeupdate", function () { show(film.currentTime); });
  film.addEventListener("seeking", function () { show(film.currentTime); });
  stretches.forEach(function (each) { each.node.style.flexGrow = each.end - each.start; });

  /* Where one may click */
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-seek]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    history.replaceState(null, "", link.getAttribute("href"));
    seek(Number(link.dataset.seek), true);
    if (!page.contains(link)) film.scrollIntoView({ block: "center", behavior: still.matches ? "auto" : "smooth" });
  });
  script.addEventListener("click", function (event) {
    if (event.target.closest("a") || String(getSelection())) return;
    var cue = event.target.closest(".cue"), beat = event.target.closest(".beat");
    if (cue || beat) seek(Number((cue || beat).dataset.start), true);
  });
  page.querySelector(".ribbon").addEventListener("click", function (event) {
    var each = event.target.closest(".stretch");
    if (!each) return;
    var box = each.getBoundingClientRect(), share = (event.clientX - box.left) / box.width;
    seek(Number(each.dataset.start) + share * (each.dataset.end - each.dataset.start), true);
  });
  follow.hidden = false;

  /* An address with a beat goes to that beat; the page stays where the film is in sight. */
  function named() {
    var name = decodeURIComponent(location.hash.slice(1)).replace(/-/g, "_");
    var place = document.getElementById(name); // the beat's own, or what it was called before, inside it
    return place && beats.find(function (each) { return each.node.contains(place); });
  }
  function toTheAddress() {
    var beat = named();
    if (beat) seek(beat.start, false);
  }
  function intoSight() {
    if (!named()) return;
    var end = film.getBoundingClientRect().bottom + scrollY;
    scrollTo({ top: end < innerHeight ? 0 : page.getBoundingClientRect().top + scrollY - 16, behavior: "instant" });
    bring(named().node);
  }
  addEventListener("hashchange", function () { toTheAddress(); intoSight(); });
  addEventListener("load", function () { requestAnimationFrame(intoSight); }); // after the browser's own jump
  toTheAddress();
})();
