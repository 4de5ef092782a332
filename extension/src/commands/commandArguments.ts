/** Reads what the callers of commands pass: menus a URI object, links and panels plain objects, people nothing. */
import * as z from 'zod';
import { runName } from '../../../schemas/runName.ts';
import { textRange } from '../../../schemas/sourceLocation.ts';

const uriLike = z.union([
  z.string().min(1),
  // A menu passes the editor's own URI objects, which know how to write themselves.
  z.custom<{ toString: () => string }>(
    (value) => typeof value === 'object' && value !== null && 'scheme' in value && 'path' in value,
  ),
]);
const specArgument = z.union([uriLike, z.object({ specUri: z.string().min(1) })]);
const dataArgument = z.object({ specUri: z.string().min(1), dataId: z.string().min(1) });
const modelArgument = z.object({ specUri: z.string().min(1), modelId: z.string().min(1) });
const runPairArgument = z.object({
  specUri: z.string().min(1),
  first: runName(),
  second: runName(),
  /** Whether a page shows the answer, so that nothing has to be told. */
  isShown: z.boolean().default(false),
});
const runsArgument = z.object({
  specUri: z.string().min(1),
  run: runName(),
  other: runName().nullable().default(null),
});
const checkArgument = z.object({ specUri: z.string().min(1), checkId: z.string().min(1) });
const locationArgument = z.object({ uri: z.string().min(1) });
const placeArgument = z.object({ uri: z.string().min(1), range: textRange });
// The toolbar of a notebook passes the notebook's editor, or what names it.
const notebookArgument = z.union([
  z.object({ notebookUri: uriLike }),
  z.object({ notebookEditor: z.object({ notebookUri: uriLike }) }),
  uriLike,
]);
const folderArgument = z.object({ folderUri: z.string().min(1) });
const ruleArgument = z.string().regex(/^[a-z]+\/[a-z0-9-]+$/);

/** @returns the URI of a spec, or of a part of one; undefined when the caller names none */
export function readSpecArgument(args: readonly unknown[]): string | undefined {
  const read = specArgument.safeParse(args[0]);
  if (!read.success) return undefined;
  return typeof read.data === 'object' && 'specUri' in read.data ? read.data.specUri : read.data.toString();
}

/** @returns undefined when the caller does not name a data source in full */
export function readDataArgument(args: readonly unknown[]): z.infer<typeof dataArgument> | undefined {
  return dataArgument.safeParse(args[0]).data;
}

/** @returns undefined when the caller does not name a model in full */
export function readModelArgument(args: readonly unknown[]): z.infer<typeof modelArgument> | undefined {
  return modelArgument.safeParse(args[0]).data;
}

/** @returns undefined when the caller does not name two runs of a project */
export function readRunPairArgument(args: readonly unknown[]): z.infer<typeof runPairArgument> | undefined {
  return runPairArgument.safeParse(args[0]).data;
}

/** @returns undefined when the caller does not name a run to look at */
export function readRunsArgument(args: readonly unknown[]): z.infer<typeof runsArgument> | undefined {
  return runsArgument.safeParse(args[0]).data;
}

/** @returns undefined when the caller does not name a check in full */
export function readCheckArgument(args: readonly unknown[]): z.infer<typeof checkArgument> | undefined {
  return checkArgument.safeParse(args[0]).data;
}

/** @returns the id of a rule such as `metric/no-limit`; undefined when the caller names none */
export function readRuleArgument(args: readonly unknown[]): string | undefined {
  return ruleArgument.safeParse(args[0]).data;
}

/** @returns the address of a folder; undefined when the caller names none */
export function readFolderArgument(args: readonly unknown[]): string | undefined {
  return folderArgument.safeParse(args[0]).data?.folderUri;
}

/** @returns undefined when the caller does not name a file */
export function readLocationArgument(args: readonly unknown[]): z.infer<typeof locationArgument> | undefined {
  return locationArgument.safeParse(args[0]).data;
}

/** @returns the address of a notebook; undefined when the caller names none */
export function readNotebookArgument(args: readonly unknown[]): string | undefined {
  const read = notebookArgument.safeParse(args[0]).data;
  if (read === undefined) return undefined;
  if (typeof read === 'string') return read;
  if ('notebookUri' in read) return read.notebookUri.toString();
  return 'notebookEditor' in read ? read.notebookEditor.notebookUri.toString() : read.toString();
}

/** @returns undefined when the caller does not name lines of a file */
export function readPlaceArgument(args: readonly unknown[]): z.infer<typeof placeArgument> | undefined {
  return placeArgument.safeParse(args[0]).data;
}
