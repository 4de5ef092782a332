/** `pyproject.toml`, `constraints.txt` and `.gitignore`. */
import type { GeneratedFile } from '../../../../../schemas/promotion.ts';
import type { PromotionPlan } from '../plan.ts';
import { createCellTrees } from './cellTrees.ts';
import type { Dependency } from './inferDependencies.ts';
import type { ProjectOptions } from './projectInput.ts';
import { requiredPython } from './requiredPython.ts';

/** setuptools with the src layout, without bounds of versions: `constraints.txt` has those that are known. */
export function emitPyproject(
  plan: PromotionPlan,
  dependencies: readonly Dependency[],
  options: Pick<ProjectOptions, 'notebook' | 'parser'>,
): GeneratedFile {
  const { packageName } = plan;
  const python = requiredPython(plan, createCellTrees(plan.analysis.notebook, options.parser));
  const listed = dependencies.map(({ distribution }) => `  ${JSON.stringify(distribution)},`);
  const text = `[build-system]
requires = ["setuptools>=64"]
build-backend = "setuptools.build_meta"

[project]
name = ${JSON.stringify(packageName.replaceAll('_', '-'))}
version = "0.1.0"
description = ${JSON.stringify(`Made of the notebook ${options.notebook.slice(options.notebook.lastIndexOf('/') + 1)}.`)}
readme = "README.md"
requires-python = ">=${python}"
dependencies = [
${listed.join('\n')}
]

[project.optional-dependencies]
test = ["pytest"]

[project.scripts]
${packageName.replaceAll('_', '-')} = "${packageName}.__main__:main"

[tool.setuptools.packages.find]
where = ["src"]

[tool.pytest.ini_options]
testpaths = ["tests"]
pythonpath = ["src"]

[tool.ruff]
line-length = 100
src = ["src"]
`;
  return { path: 'pyproject.toml', text };
}

/** Exact versions, where they are known. */
export function emitConstraints(dependencies: readonly Dependency[]): GeneratedFile {
  const lines = dependencies.map(({ distribution, version }) =>
    version === null ? `# ${distribution}: its version is not known yet` : `${distribution}==${version}`,
  );
  const heading = '# Versions of the environment: pip install -c constraints.txt -e .';
  return { path: 'constraints.txt', text: `${[heading, ...lines].join('\n')}\n` };
}

export function emitGitignore(): GeneratedFile {
  const lines = [
    '__pycache__/',
    '*.egg-info/',
    '.pytest_cache/',
    '.ruff_cache/',
    '.venv/',
    '/build/',
    '/dist/',
    '/models/',
  ];
  return { path: '.gitignore', text: `${lines.join('\n')}\n` };
}
