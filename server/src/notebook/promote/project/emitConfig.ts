/** `config.py`: the values of `params.yaml` as frozen dataclasses. */
import type { GeneratedFile } from '../../../../../schemas/promotion.ts';
import type { PromotionPlan } from '../plan.ts';
import { configurationTree, groupsInsideOut } from './configurationTree.ts';
import type { ConfigurationEntry, ConfigurationGroup } from './configurationTree.ts';

export function emitConfig(plan: PromotionPlan): GeneratedFile {
  const tree = configurationTree(plan);
  const written = [
    ...new Set(
      plan.configuration.filter(({ role, access }) => role === 'path' && access === 'written').map(({ key }) => key),
    ),
  ];
  const classes = groupsInsideOut(tree).map((group) => dataclassOf(group, plan.packageName));
  const text = [
    head(
      plan.packageName,
      classes.some((code) => /\bAny\b/.test(code)),
    ),
    ...classes,
    reader,
    folders(written),
  ];
  return { path: `src/${plan.packageName}/config.py`, text: `${text.join('\n\n\n')}\n` };
}

function head(packageName: string, usesAny: boolean): string {
  return `"""Configuration of ${packageName}: the values of params.yaml.

The file is YAML whose values are JSON, so that reading it needs no other package.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import ${usesAny ? 'Any, get_type_hints' : 'get_type_hints'}

PROJECT = Path(__file__).resolve().parents[2]`;
}

function dataclassOf(group: ConfigurationGroup, packageName: string): string {
  const fields = [
    ...group.values.map((entry) => `    ${entry.name}: ${typeOf(entry)}`),
    ...group.groups.map((inner) => `    ${inner.name}: ${className(inner)}`),
  ];
  return [
    '@dataclass(frozen=True)',
    `class ${className(group)}:`,
    `    """${meaningOf(group, packageName)}"""`,
    '',
    ...fields,
  ].join('\n');
}

function className({ path }: ConfigurationGroup): string {
  if (path === '') return 'Config';
  const words = path.split(/[._]/).filter((word) => word !== '');
  const name = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
  return name === 'Config' || name === 'Path' || name === 'Any' ? `${name}Values` : name;
}

function meaningOf({ path }: ConfigurationGroup, packageName: string): string {
  if (path === '') return `Everything that ${packageName} can be told.`;
  if (path === 'paths') return 'Files, as absolute paths once they are loaded.';
  return `Values of ${path.split('.').join(', ')}.`;
}

function typeOf({ json }: ConfigurationEntry): string {
  if (!json.startsWith('[')) return scalarType(json);
  const parsed: unknown = JSON.parse(json);
  const items = Array.isArray(parsed) ? parsed.map((item) => scalarType(JSON.stringify(item))) : [];
  const isFloat = items.every((type) => type === 'int' || type === 'float') && /\d[.eE]/.test(json);
  const types = isFloat ? ['float'] : [...new Set(items)];
  return `tuple[${types.includes('Any') ? 'Any' : types.join(' | ')}, ...]`;
}

function scalarType(json: string): string {
  if (json.startsWith('"')) return 'str';
  if (json === 'true' || json === 'false') return 'bool';
  if (json === 'null') return 'Any';
  return /[.eE]/.test(json) ? 'float' : 'int';
}

const reader = `def load(path: str | Path = "params.yaml") -> Config:
    """Reads the configuration; relative paths in it start at the folder of the file.

    A relative path that is not below the working folder is looked for in the project.
    """
    file = Path(path)
    if not file.is_absolute() and not file.exists():
        file = PROJECT / file
    values = _read(file.read_text(encoding="utf-8"), file.name)
    for name, value in values.get("paths", {}).items():
        values["paths"][name] = _resolve(value, file.resolve().parent)
    return _build(Config, values, file.name)


def _resolve(path: str, folder: Path) -> str:
    if "://" in path:
        return path
    # What is put behind a folder by \`+\` needs its last sign.
    return str((folder / path).resolve()) + ("/" if path.endswith("/") else "")


def _read(text: str, name: str) -> dict:
    lines = text.splitlines()
    values: dict = {}
    groups = [(-1, values)]
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        content = line.strip()
        if content == "" or content.startswith("#"):
            continue
        indentation = len(line) - len(line.lstrip())
        while indentation <= groups[-1][0]:
            groups.pop()
        key, _, rest = (part.strip() for part in content.partition(":"))
        key = key.strip("\\"'")
        if rest == "" or rest.startswith("#"):
            groups.append((indentation, groups[-1][1].setdefault(key, {})))
            continue
        while rest.startswith("[") and "]" not in rest and number < len(lines):
            rest += lines[number]
            number += 1
        try:
            value, end = json.JSONDecoder().raw_decode(rest)
        except ValueError:
            end = -1
        if end < 0 or rest[end:].split("#", 1)[0].strip() != "":
            raise ValueError(f'{name}, line {number}: write the value of {key} as JSON, such as "text", 0.5 or [1, 2].')
        groups[-1][1][key] = value
    return values


def _build(kind: type, values: object, where: str):
    if not isinstance(values, dict):
        raise TypeError(f"{where} is a group of values, not one value.")
    types = get_type_hints(kind)
    missing, unknown = types.keys() - values.keys(), values.keys() - types.keys()
    if missing or unknown:
        what = "no value for" if missing else "a value that nothing reads:"
        raise ValueError(f"{where} has {what} {', '.join(sorted(missing or unknown))}.")
    fields = {}
    for name, value in values.items():
        if dataclasses.is_dataclass(types[name]):
            fields[name] = _build(types[name], value, f"{where}, {name}")
        else:
            fields[name] = tuple(value) if isinstance(value, list) else value
    return kind(**fields)`;

function folders(written: readonly string[]): string {
  const body =
    written.length === 0
      ? ['    """Makes the folders of files that are written: none is."""']
      : [
          '    """Makes the folders of files that are written."""',
          `    for path in (${written.map((key) => `config.${key}`).join(', ')},):`,
          '        Path(path).parent.mkdir(parents=True, exist_ok=True)',
        ];
  return ['def make_folders(config: Config) -> None:', ...body].join('\n');
}
