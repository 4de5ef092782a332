/** The outline of a data contract: its objects, their columns and checks. */
import type { DocumentSymbol } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import { kindOfCheck } from '../../contract/qualityCheck.ts';
import { columnsOfObject, objectsOf } from '../../spec/contractFile.ts';
import type { ContractCheck, ContractColumn, ContractFile, ContractObject } from '../../spec/contractFile.ts';
import { shownText } from '../../text/shownText.ts';
import type { Place } from '../../yaml/place.ts';
import { rangeIn } from '../fileRange.ts';

export function symbolsInContract(contract: ContractFile): readonly DocumentSymbol[] {
  return objectsOf(contract).flatMap((object) => objectSymbol(contract, object));
}

function objectSymbol(contract: ContractFile, object: ContractObject): readonly DocumentSymbol[] {
  const { name, quality, dataGranularityDescription } = object.fields;
  return symbol(contract, {
    name: name?.text ?? 'object',
    detail: dataGranularityDescription?.text ?? '',
    kind: SymbolKind.Struct,
    whole: object.place,
    selection: name?.place,
    children: [
      ...columnsOfObject(object).flatMap((column) => columnSymbol(contract, column)),
      ...(quality?.items ?? []).flatMap((check) => checkSymbol(contract, check)),
    ],
  });
}

function columnSymbol(contract: ContractFile, column: ContractColumn): readonly DocumentSymbol[] {
  const { name, logicalType, physicalType, properties, quality } = column.fields;
  return symbol(contract, {
    name: name?.text ?? 'column',
    detail: logicalType?.text ?? physicalType?.text ?? '',
    kind: SymbolKind.Field,
    whole: column.place,
    selection: name?.place,
    children: [
      ...(properties?.items ?? []).flatMap((part) => columnSymbol(contract, part)),
      ...(quality?.items ?? []).flatMap((check) => checkSymbol(contract, check)),
    ],
  });
}

function checkSymbol(contract: ContractFile, check: ContractCheck): readonly DocumentSymbol[] {
  const { name, id, metric, rule } = check.fields;
  const named = name ?? id ?? metric ?? rule;
  return symbol(contract, {
    name: named?.text ?? kindOfCheck(check),
    detail: metric?.text ?? kindOfCheck(check),
    kind: SymbolKind.Event,
    whole: check.place,
    selection: named?.place,
    children: [],
  });
}

interface SymbolParts extends Pick<DocumentSymbol, 'name' | 'kind'> {
  readonly detail: string;
  readonly whole: Place;
  readonly selection: Place | undefined;
  readonly children: DocumentSymbol[];
}

function symbol(contract: ContractFile, parts: SymbolParts): readonly DocumentSymbol[] {
  const { name, detail, kind, children } = parts;
  const whole = contract.yaml.rangeOf(parts.whole);
  const selection = contract.yaml.rangeOf(parts.selection ?? parts.whole);
  if (whole === undefined || selection === undefined) return [];
  // The value of an alias stands elsewhere, and a selection lies inside its symbol.
  const start = Math.min(whole.start, selection.start);
  const end = Math.max(whole.end, selection.end);
  return [
    {
      // An empty name is refused by clients.
      name: name.trim() === '' ? '""' : shownText(name),
      ...(detail === '' ? {} : { detail: shownText(detail).replace(/\s+/g, ' ').slice(0, 100) }),
      kind,
      range: rangeIn(contract, { start, end }),
      selectionRange: rangeIn(contract, selection),
      children,
    },
  ];
}
