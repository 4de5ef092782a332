/** A spec and a contract with the same hostile text wherever a user may write text or an id. */

/** What a text may try, by name; each could stand in a file that somebody else wrote. */
export const hostileTexts = {
  HTML: '<img src=x onerror=alert(1)><script>alert(1)</script>',
  'Markdown links and images': '[click](command:evil.run) ![see](http://evil.example/pixel.png) http://evil.example',
  'ANSI codes': '\u001b[31mred\u001b[0m \u001b]8;;http://evil.example\u0007click\u009b2J',
  'right-to-left marks': 'photo\u202Egpj.exe\u202C \u2066a\u2069 zero\u200Bwidth',
  'a formula': "=cmd|' /C calc'!A0",
  'an icon and a mention': '$(trash) @everyone #1 `code` ``` |a|b|',
  'a credential in an address': 'https://user:hunter2secret@host.example/x?token=hunter2secret&x=1',
} as const;

/** The secret of the last one: it may be shown nowhere. */
export const hostileSecret = 'hunter2secret';

/** @param text stands in descriptions, paths, owners, reasons, conditions, locations and ids */
export function hostileSpec(text: string): string {
  const value = JSON.stringify(text);
  return `plumbline: v1
project: ${value}
description: ${value}
phase: pilot
owner: ${value}
team:
  business: ${value}
approvals:
  legal: {status: not-required, reason: ${value}}
baseline:
  rules: {description: ${value}, rule: ${value}, split: ${value}, metrics: {recall: 0.41}}
economics:
  volume: 3000000 predictions/year
  prevalence: {value: 21 %, evidence: ${value}}
  value: {tp: 12 USD, fp: -6 USD, fn: -9 USD, tn: 0 USD}
  horizon: 3 years
metrics:
  saved: {kind: business, definition: ${value}, direction: maximize, target: 2.5 MUSD/year, limit: 1 MUSD/year, owner: ${value}}
  ${value}:
    kind: model
    metric: recall
    class: ${value}
    model: ${value}
    split: ${value}
    target: 0.70
    limit: 0.80
    drives: saved
    source: {file: ${value}, pointer: ${value}}
    justification: {basis: own-data, evidence: ${value}, note: ${value}}
    slices:
      ${value}: {where: ${value}, limit: 0.5}
  mistyped: {kind: model, metric: ${value}, model: gone, target: ${value}}
data:
  ${value}:
    path: ${value}
    modality: table
    contract: contracts/hostile.odcs.yaml
    owner: ${value}
    location: ${value}
    version: {dvc: ${value}}
    roles: {label: ${value}, after: [${value}]}
    derive: {${value}: ${value}}
    access: {status: granted, by: ${value}}
    collection: {how: ${value}, place: ${value}}
splits:
  ${value}: {of: ${value}, where: ${value}, rows: 480000, positives: 100800}
labels:
  ${value}: {of: ${value}, task: binary-classification, definition: ${value}, source: human, classes: {${value}: 1}, guideline: {path: ${value}}}
models:
  ${value}: {path: ${value}, task: binary-classification, label: ${value}, inputs: {${value}: {columns: [${value}]}}}
deployment:
  fallback: ${value}
  targets: {${value}: {kind: edge, model: ${value}, hardware: ${value}}}
monitoring:
  checks: {${value}: {watch: inputs, model: ${value}, reference: ${value}, action: ${value}, owner: ${value}}}
consumers: {${value}: {owner: ${value}, uses: ${value}}}
changes:
  - {date: 2026-01-01, metric: ${value}, field: limit, from: 0.7, to: 0.6, by: ${value}, reason: ${value}}
costs:
  currency: USD
  items: {${value}: {cost: 1058406 USD, once: true, note: ${value}}}
  none: {labels: ${value}}
rules:
  ${value}: {severity: silent, reason: ${value}}
  metric/no-owner: {severity: silent, reason: ${value}}
${value}: ${value}
# plumbline: ignore[${text}] ${text}
`;
}

/** A data contract of the same kind. */
export function hostileContract(text: string): string {
  const value = JSON.stringify(text);
  return `apiVersion: v3.1.0
kind: DataContract
id: ${value}
version: 1.0.0
status: ${value}
name: ${value}
description: {purpose: ${value}}
schema:
  - name: ${value}
    description: ${value}
    properties:
      - name: ${value}
        logicalType: ${value}
        description: ${value}
        businessName: ${value}
        quality:
          - {metric: ${value}, mustBe: ${value}, description: ${value}}
servers:
  - {server: ${value}, type: ${value}}
${value}: ${value}
`;
}
