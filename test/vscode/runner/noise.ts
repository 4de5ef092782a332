// Tells what went wrong in the window apart from what VS Code itself says in a browser.

/**
 * Whether a message of the page or the extension host is a failure of ours.
 *
 * VS Code's own console is full of harmless errors when it runs without its backend services, so that only two things
 * count: a violated content policy, and an uncaught error with our files in its stack.
 *
 * @param text message with its stack, if it has one
 */
export function isOurFailure(text: string): boolean {
  if (/Content Security Policy/i.test(text)) return true;
  return /error/i.test(text) && /plumbline\.plumbline-[^\s]*\/dist\//.test(text);
}
