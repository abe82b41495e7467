  const SOUND = "compass-sound"; // what the reader chose last is kept under this name; and so films tell one another that they sound
  let chosen = { on: true, volume: 1 };

  /** How the reader last had it: {on, volume}; kept by the browser where it may keep anything. */
  function wished() {
    try {
      const { on, volume } = JSON.parse(localStorage.getItem(SOUND)) ?? chosen;
      if (volume > 0 && volume <= 1) chosen = { on: on === true, volume };
    } catch {} // a frame that may keep nothing, or something else under that name
    return chosen;
  }

  function wish(on, volume) {
    chosen = { on, volume };
    try {
      localStorage.setItem(SOUND, JSON.stringify(chosen));
    } catch {}
  }
