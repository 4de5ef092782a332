// Turns Ctrl-C, and the ways in which other programs ask us to end, into a signal that code can wait for.

/** npm hands on the Ctrl-C that the terminal has sent us already: signals this close together are one wish. */
const sameWishMs = 1_000;

/** An abort signal that the first SIGINT, SIGTERM or SIGHUP triggers; a second wish ends the process at once. */
export function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  let firstMs: number | undefined;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (firstMs === undefined) {
        firstMs = performance.now();
        controller.abort(new Error(`Ended by ${name}.`));
      } else if (performance.now() - firstMs > sameWishMs) {
        // Leaving runs the exit handlers of our children, which end them by force.
        process.exit(130);
      }
    });
  }
  return controller.signal;
}

/** Resolves when the signal is aborted. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
