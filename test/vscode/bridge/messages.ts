// What a suite inside the extension host and the runner outside of it say to each other: one HTTP request per line.
import * as z from 'zod';

/** Environment variable that tells a suite where its runner listens. */
export const bridgeVariable = 'PLUMBLINE_TEST_BRIDGE';

const testEnded = z.object({
  kind: z.literal('testEnded'),
  /** Titles of the groups around the test, and its own. */
  path: z.array(z.string()).min(1),
  outcome: z.enum(['passed', 'failed']),
  durationMs: z.number(),
  /** Why it failed, with the stack when there is one. */
  reason: z.string().optional(),
});

/** Everything that a suite may ask for. */
export const bridgeRequest = z.discriminatedUnion('kind', [
  testEnded,
  /** Prints a measurement that no test asserts. */
  z.object({ kind: z.literal('note'), text: z.string() }),
  /** Keeps a picture of the whole window in the output folder. */
  z.object({ kind: z.literal('screenshot'), name: z.string().regex(/^[a-z0-9-]+$/) }),
  /** Waits until the document of the visible webview panel holds the text; the answer is all of its text. */
  z.object({ kind: z.literal('panelText'), contains: z.string() }),
  /** Clicks what has this role and name in the document of the visible webview panel. */
  z.object({ kind: z.literal('panelClick'), role: z.enum(['button', 'link', 'slider']), name: z.string() }),
  /** Chooses in a list of choices of the panel in front: its name, and what is shown of the choice. */
  z.object({ kind: z.literal('panelChoose'), name: z.string(), choice: z.string() }),
  /** Unfolds what has this summary in the document of the visible webview panel. */
  z.object({ kind: z.literal('panelUnfold'), summary: z.string() }),
  /** Presses keys one after the other, in the words of Playwright, such as `Control+S`. */
  z.object({ kind: z.literal('pressKeys'), keys: z.array(z.string()) }),
  /** Waits until a field of the window, such as that of a rename, has the focus, and types a text into it. */
  z.object({ kind: z.literal('typeText'), text: z.string() }),
  /** Waits until the window itself, not a panel in it, shows the text; the answer is the text of its element. */
  z.object({ kind: z.literal('windowText'), contains: z.string(), patienceMs: z.number().optional() }),
  /** Chooses the row of an open quick pick by its label. */
  z.object({ kind: z.literal('pick'), label: z.string() }),
  /** Presses a key in the dialog for a file or folder once its rows are there and its field ends like this. */
  z.object({ kind: z.literal('endDialog'), ending: z.string(), key: z.enum(['Enter', 'Escape']) }),
  /** Walks down the tree of a view by keyboard; the answer is what a screen reader says of each row, one a line. */
  z.object({ kind: z.literal('treeRows'), view: z.string() }),
  /** Clicks the row of a visible tree whose label is this. */
  z.object({ kind: z.literal('treeClick'), label: z.string() }),
  /** Waits until a step of the walkthrough, by its id, is unfolded, and clicks a button in it. */
  z.object({ kind: z.literal('walkthroughClick'), step: z.string(), button: z.string() }),
  /** Waits until a step of the open walkthrough, by its id, is ticked as done. */
  z.object({ kind: z.literal('walkthroughDone'), step: z.string() }),
  /** Waits until a field of the window has the focus, and leaves it by Escape; the answer is what it asks for. */
  z.object({ kind: z.literal('turnAway') }),
  /** Clicks the button that gives trust, in the editor of Workspace Trust. */
  z.object({ kind: z.literal('giveTrust') }),
  /** The answer is the command line of each process of the window that has run git so far, one a line. */
  z.object({ kind: z.literal('gitCalls') }),
  /** Waits until a notification holds the text; the answer is all of its text. */
  z.object({ kind: z.literal('notification'), contains: z.string() }),
]);

export type BridgeRequest = z.infer<typeof bridgeRequest>;
export type TestEnded = z.infer<typeof testEnded>;

/** Text is empty where a request has nothing to tell. */
export const bridgeAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), text: z.string() }),
  z.object({ kind: z.literal('failed'), reason: z.string() }),
]);

export type BridgeAnswer = z.infer<typeof bridgeAnswer>;
