/** The libraries with random numbers of their own that a package seeds. */
import { keptCalls } from './keptCalls.ts';
import type { PromotionPlan } from './plan.ts';

export interface SeededSource {
  /** The root of its import. */
  readonly module: string;
  readonly imported: string;
  readonly call: string;
}

const sources: readonly SeededSource[] = [
  { module: 'numpy', imported: 'import numpy as np', call: 'np.random.seed(seed)' },
  { module: 'torch', imported: 'import torch', call: 'torch.manual_seed(seed)' },
  { module: 'tensorflow', imported: 'import tensorflow as tf', call: 'tf.random.set_seed(seed)' },
  { module: 'keras', imported: 'import keras', call: 'keras.utils.set_random_seed(seed)' },
];

/** Libraries that bring numpy along. */
const withNumpy: ReadonlySet<string> = new Set(
  'pandas sklearn scipy xgboost lightgbm catboost statsmodels seaborn imblearn torch tensorflow keras'.split(' '),
);

/** Those that the package imports, and torch where another library draws from it, as transformers does. */
export function seededSources(plan: Pick<PromotionPlan, 'imports' | 'analysis' | 'outcomes'>): readonly SeededSource[] {
  const roots = new Set(plan.imports.map(({ module }) => module.split('.')[0] ?? ''));
  if (keptCalls(plan).some(({ effect }) => effect?.draws.includes('torch') === true)) roots.add('torch');
  if ([...roots].some((root) => withNumpy.has(root))) roots.add('numpy');
  return sources.filter(({ module }) => roots.has(module));
}
