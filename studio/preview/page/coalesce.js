// Runs an asynchronous function once at a time, and once more if it was called meanwhile.

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
