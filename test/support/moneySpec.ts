/** The flights of the language reference in few lines, with its sums of costs: for tests of money. */

export const moneySpec = `plumbline: v1
project: flight-delays
phase: pilot
baseline:
  rules: {description: late if it leaves after 19:00, metrics: {recall: 0.41, precision: 0.29}}
economics:
  lever: bottom-line
  volume: 3000000 predictions/year
  prevalence: 21 %
  value: {tp: 12 USD, fp: -6 USD, fn: -9 USD, tn: 0 USD}
  against: rules
  horizon: 3 years
  discount_rate: 10 %
metrics:
  saved:
    kind: business
    definition: economics
    direction: maximize
    target: 2.5 MUSD/year   # with a comment
    limit: 1 MUSD/year
  recall:
    kind: model
    metric: recall
    model: delay
    split: test
    target: 0.70            # with a comment
    limit: 0.60
    drives: saved
  precision: {kind: model, metric: precision, model: delay, split: test, target: 0.35, limit: 0.30, drives: saved}
  latency:
    kind: infrastructure
    metric: latency
    on: edge-box
    target: 5 ms
    limit: 20 ms
data:
  flights: {path: data/flights.parquet, modality: table}
splits:
  test: {of: flights, where: "date >= '2001-05-01'", rows: 480000, positives: 100800}
models:
  delay: {path: models/delay.onnx, task: binary-classification}
deployment:
  load: {peak: 60 predictions/s}
costs:
  currency: USD
  items:
    development: {cost: 1058406 USD, once: true}
    support: {hours: 483 h/month, rate: 60 USD/h}
schedule:
  burn_rate: 27 kUSD/week
`;
