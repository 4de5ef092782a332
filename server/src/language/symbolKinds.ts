/** How clients draw each kind of thing that has an id. */
import { SymbolKind } from 'vscode-languageserver-types';
import type { EntityKind } from '../../../schemas/scalars.ts';

export const symbolKinds: Readonly<Record<EntityKind, SymbolKind>> = {
  metric: SymbolKind.Number,
  data: SymbolKind.Struct,
  split: SymbolKind.Array,
  label: SymbolKind.Enum,
  model: SymbolKind.Class,
  target: SymbolKind.Object,
  baseline: SymbolKind.Constant,
  check: SymbolKind.Event,
  actual: SymbolKind.File,
  item: SymbolKind.Field,
  role: SymbolKind.Key,
};

/** Every kind of thing that has an id. */
export const entityKinds = Object.keys(symbolKinds) as readonly EntityKind[];
