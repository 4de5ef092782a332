/** What somebody wants of the language server. */
export type Wish = 'start' | 'stop' | 'restart';

/**
 * Two wishes, the later one made before the earlier one was begun, as one.
 *
 * The later one decides whether the server runs in the end; a restart that was asked for is never lost, because whoever
 * asked for it wants the server to see something new.
 */
export function mergeWishes(earlier: Wish, later: Wish): Wish {
  switch (later) {
    case 'stop':
    case 'restart':
      return later;
    case 'start':
      return earlier === 'start' ? 'start' : 'restart';
  }
}
