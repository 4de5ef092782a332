/** The job that runs a notebook and its package: what it is asked, and what it answers. */
import * as z from 'zod';
import { generatedFile, verification } from './promotion.ts';
import { verificationPlan } from './verificationRun.ts';

const text = (description: string) => z.string().min(1).meta({ description });

export const verificationLimits = z.strictObject({
  runSeconds: z.number().positive().default(600).meta({ description: 'For each of the three runs.' }),
  totalSeconds: z.number().positive().default(1800).meta({ description: 'For all of it.' }),
  memoryBytes: z
    .number()
    .positive()
    .default(8 * 2 ** 30)
    .meta({ description: 'Memory of one run.' }),
});

/** Which interpreter is wished for. */
export const pythonWish = z.strictObject({
  chosen: z
    .strictObject({
      path: text('The interpreter, or the folder of its environment.'),
      by: text('What names it: `--python`, `the setting plumbline.python.path`.'),
    })
    .optional()
    .meta({ description: 'What the user chose, which is never replaced in silence.' }),
  active: z.string().min(1).optional().meta({ description: 'Interpreter that the editor’s Python extension uses.' }),
});

export const verificationRequest = z.strictObject({
  label: text('What the user calls the notebook.'),
  root: text('Absolute path of the workspace.'),
  notebook: text('Absolute path of the notebook; its folder is where it runs.'),
  project: text('Absolute path of the folder that the package has, or would have.'),
  plan: verificationPlan,
  files: z.array(generatedFile).min(1).meta({ description: 'The package.' }),
  distributions: z
    .array(z.string().min(1))
    .default([])
    .meta({ description: 'What the package needs, of which the versions are asked besides those of its imports.' }),
  python: pythonWish.prefault({}),
  limits: verificationLimits.prefault({}),
});

export const verificationResult = z.strictObject({
  verification,
  expected: z
    .string()
    .nullable()
    .meta({ description: 'Text of `tests/expected.json`; null when the two are not equal.' }),
});

export type VerificationRequest = z.output<typeof verificationRequest>;
export type VerificationResult = z.output<typeof verificationResult>;
