/**
 * The settings of the extension, as VS Code hands them over under `plumbline`.
 *
 * Names, types and defaults are those of `contributes.configuration` in package.json; a test keeps the two equal.
 * The language server pulls them per resource; the extension reads those that decide how the server is started.
 */
import * as z from 'zod';

/** How loudly a rule speaks. `silent` switches it off. */
export const severitySetting = z.enum(['silent', 'hint', 'info', 'warning', 'error']);

const worker = z.object({
  node: z
    .string()
    .default('')
    .meta({ description: 'Path of the Node that runs the worker; empty chooses a fitting one by itself.' }),
  memory: z
    .int()
    .min(256)
    .max(1_048_576)
    .default(2048)
    .meta({ description: 'Memory in MiB that the worker may use before its job is stopped.' }),
});

export const settings = z.object({
  rules: z
    .record(z.string(), severitySetting)
    .default({})
    .meta({ description: 'Severity of single rules, keyed by rule id; what a spec says in `rules` wins over this.' }),
  diagnostics: z
    .object({
      workspace: z
        .boolean()
        .default(true)
        .meta({ description: 'Whether specs are checked that are not open in an editor.' }),
    })
    .prefault({}),
  inlayHints: z
    .object({
      enabled: z.boolean().default(true).meta({ description: 'Whether notes stand beside values.' }),
      money: z.boolean().default(true).meta({ description: 'Notes of what goals and amounts are worth.' }),
      measured: z.boolean().default(true).meta({ description: 'Notes of values that were measured last.' }),
      counts: z.boolean().default(true).meta({ description: 'Notes of rows and of loads per day.' }),
    })
    .prefault({}),
  codeLens: z
    .object({
      enabled: z.boolean().default(true).meta({ description: 'Whether links to actions stand above entries.' }),
    })
    .prefault({}),
  contracts: z
    .object({
      validate: z.enum(['auto', 'on', 'off']).default('auto').meta({
        description:
          'Whether the form of data contracts is checked; `auto` leaves it to the YAML extension where that is active.',
      }),
    })
    .prefault({}),
  worker: worker.prefault({}),
  python: z
    .object({
      path: z
        .string()
        .default('')
        .meta({ description: 'Path of the Python that verifies promotions; empty means python3 on the PATH.' }),
    })
    .prefault({}),
  verification: z
    .object({
      minutes: z.number().min(0.1).max(10_080).default(10).meta({
        description: 'Minutes that each run of a verification may take; all three may take three times as long.',
      }),
      memory: z
        .number()
        .int()
        .min(256)
        .max(1_048_576)
        .default(8192)
        .meta({ description: 'Memory in MiB that each run of a verification may use.' }),
    })
    .prefault({}),
  trace: z
    .object({
      server: z.enum(['messages', 'compact', 'verbose']).default('messages').meta({
        description: 'How much of each message is logged while the log level of the Plumbline output is Trace.',
      }),
    })
    .prefault({}),
});

export type Settings = z.infer<typeof settings>;

/** The settings of the worker alone, which the server needs before it can pull the others. */
export const workerSettings = worker;

/** Sections of the settings that only a fresh server and worker honour. */
export const settingsThatRestart = ['worker', 'python'] as const;

/** Settings with the sentences that say which values could not be used. */
export interface SettingsReading {
  readonly settings: Settings;
  /** One sentence per value that was replaced by its default; empty when all fit. */
  readonly problems: readonly string[];
}

/**
 * Reads what the editor hands over under `plumbline`.
 *
 * A value of the wrong type falls back to its default, alone: one slip in settings.json must not lose the others.
 *
 * @param value nested object of settings; anything that is no object counts as no settings at all
 */
export function readSettings(value: unknown): SettingsReading {
  const given = isRecord(value) ? value : {};
  const first = settings.safeParse(given);
  if (first.success) return { settings: first.data, problems: [] };
  const problems = first.error.issues.map(
    (issue) => `The setting plumbline.${issue.path.join('.')} is not used: ${issue.message}.`,
  );
  const kept = first.error.issues.reduce<unknown>((rest, issue) => without(rest, issue.path), given);
  return { settings: settings.parse(kept), problems };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy of nested records that lacks the value at a path; what has no such path is returned as it is. */
function without(value: unknown, path: readonly PropertyKey[]): unknown {
  const [head, ...rest] = path;
  if (head === undefined || !isRecord(value)) return value;
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    if (key !== head) return [[key, inner] as const];
    return rest.length === 0 ? [] : [[key, without(inner, rest)] as const];
  });
  return Object.fromEntries(entries);
}
