// Turns Ctrl-C, and the ways in which other programs ask us to end, into a signal that code can wait for.

/** An abort signal that the first SIGINT, SIGTERM or SIGHUP triggers; a second one ends the process at once. */
export function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      // Leaving runs the exit handlers of our children, which end them by force.
      if (controller.signal.aborted) process.exit(130);
      controller.abort(new Error(`Ended by ${name}.`));
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
