// The gallery's search, and clips that are fetched when they are asked for.
document.addEventListener("DOMContentLoaded", () => {
  const words = document.getElementById("picture-words"), count = document.getElementById("picture-count");
  if (words) {
    const pictures = [...document.querySelectorAll(".picture")], rooms = [...document.querySelectorAll(".room")];
    const search = () => {
      const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const each of pictures) each.hidden = !wanted.every(word => each.dataset.words.includes(word));
      const shown = pictures.filter(each => !each.hidden).length;
      for (const each of rooms) each.hidden = !each.querySelector(".picture:not([hidden])");
      count.textContent = shown === 1 ? "1 picture" : `${shown} pictures`;
    };
    words.addEventListener("input", search);
    search();
  }
  for (const figure of document.querySelectorAll(".moving")) {
    const button = figure.querySelector("button");
    button.addEventListener("click", () => {
      let film = figure.querySelector("video");
      if (!film) {
        const still = figure.querySelector("img");
        film = document.createElement("video");
        Object.assign(film, { src: figure.dataset.clip, muted: true, playsInline: true, poster: still.src });
        film.setAttribute("aria-label", still.alt);
        film.style.aspectRatio = "16 / 9";
        still.replaceWith(film);
      }
      film.currentTime = 0;
      film.play();
    });
  }
});
