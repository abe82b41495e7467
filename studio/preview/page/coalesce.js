// A deed that may be asked for often: it is done once at a time, and once more if it was asked for meanwhile.

export function coalesce(deed) {
  let running = null;
  let again = false;
  const run = async () => {
    do {
      again = false;
      await deed();
    } while (again);
    running = null;
  };
  return () => {
    again = running !== null;
    running ??= run();
    return running;
  };
}
