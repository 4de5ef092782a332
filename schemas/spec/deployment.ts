/** Deployment: where models run, under which load, what answers when they cannot, and how they are rolled out. */
import * as z from 'zod';
import { choice, date, formerIds, idMap, mapOf, path, quantity, reference, text, wholeNumber } from '../scalars.ts';

const smallDevice = { kind: ['edge', 'mobile'] };

const target = z.strictObject({
  kind: choice([
    ['server', 'A machine in a data centre or an office.'],
    ['edge', 'A device at the place of use.'],
    ['mobile', 'A phone or tablet.'],
    ['browser', 'A web page.'],
  ]).meta({ description: 'What kind of machine it is.', rules: ['deploy/offline-needs-edge'] }),
  model: reference('model').meta({ description: 'Model that runs there.' }),
  hardware: text()
    .optional()
    .meta({ description: 'The device, for the reader.', samples: ['4-core x86 fanless'] }),
  count: wholeNumber(1)
    .optional()
    .meta({
      description: 'Number of such devices.',
      standard: '1',
      rules: ['deploy/capacity-exceeded'],
      samples: ['12'],
    }),
  cores: wholeNumber(1)
    .optional()
    .meta({ description: 'Processor cores that the model may use.', samples: ['4'] }),
  memory: quantity('data')
    .optional()
    .meta({
      description: 'Memory of the device.',
      need: { when: 'kind is edge or mobile', rule: 'metric/device-kind-missing', given: smallDevice },
      rules: ['metric/infeasible-on-device'],
      samples: ['2 GiB'],
    }),
  power: quantity('power')
    .optional()
    .meta({
      description: 'Electrical power that the device can supply or shed.',
      need: { when: 'kind is edge or mobile', rule: 'metric/device-kind-missing', given: smallDevice },
      rules: ['metric/infeasible-on-device'],
      samples: ['15 W'],
    }),
  concurrency: wholeNumber(1)
    .optional()
    .meta({
      description: 'Answers that are computed at the same time. Load times latency must not exceed it.',
      standard: '1',
      rules: ['metric/infeasible-on-device', 'deploy/capacity-exceeded'],
      samples: ['2'],
    }),
  connectivity: choice([
    ['always', 'Always connected.'],
    ['intermittent', 'Connected now and then.'],
    ['none', 'Never connected.'],
  ])
    .optional()
    .meta({ description: 'Whether the place of use has a network.', rules: ['deploy/offline-needs-edge'] }),
  provider: choice([
    ['cpu', 'Processor.'],
    ['cuda', 'NVIDIA graphics card.'],
    ['tensorrt', 'NVIDIA graphics card, by TensorRT.'],
    ['dml', 'Any graphics card on Windows, by DirectML.'],
    ['coreml', 'Apple devices, by Core ML.'],
    ['webgpu', 'Graphics card, by WebGPU.'],
    ['openvino', 'Intel devices, by OpenVINO.'],
    ['rocm', 'AMD graphics card.'],
    ['migraphx', 'AMD graphics card, by MIGraphX.'],
    ['qnn', 'Qualcomm devices.'],
    ['nnapi', 'Android devices.'],
    ['xnnpack', 'Processor, by XNNPACK.'],
    ['wasm', 'Browser, by WebAssembly.'],
  ])
    .optional()
    .meta({ description: 'Execution provider of the runtime.', standard: 'cpu' }),
  renamed_from: formerIds(),
});

const stage = z.strictObject({
  share: quantity('ratio').meta({
    description: 'Share of the decisions that the new model takes; 0 % runs it silently beside the old way.',
    rules: ['deploy/no-canary', 'deploy/high-cost-no-shadow'],
    samples: ['0 %', '10 %', '100 %'],
  }),
  duration: quantity('time')
    .optional()
    .meta({ description: 'How long the stage lasts.', samples: ['2 weeks'] }),
  guard: reference('metric').optional().meta({ description: 'Metric whose limit must hold before the next stage.' }),
});

const rollback = z.strictObject({
  how: path().meta({
    description: 'Runbook, or one sentence, that says how to go back.',
    otherwise: 'text',
    samples: ['runbooks/rollback.md'],
  }),
  within: quantity('time')
    .optional()
    .meta({ description: 'How long going back takes.', samples: ['10 min'] }),
  tested: date()
    .optional()
    .meta({
      description: 'Day on which going back was last tried.',
      need: { when: 'phase is pilot or production', rule: 'deploy/no-rollback', phases: ['pilot', 'production'] },
      samples: ['2026-10-20'],
    }),
});

const rollout = z.strictObject({
  stages: idMap(stage.meta({ description: 'One stage.' }))
    .optional()
    .meta({
      description: 'Stages in the order of the file, such as shadow, canary, full.',
      need: { when: 'phase is pilot or production', rule: 'deploy/no-canary', phases: ['pilot', 'production'] },
      suggests: {
        shadow: 'Runs beside the old way; nobody sees its answers.',
        canary: 'Answers for a small share.',
        full: 'Answers for everyone.',
      },
    }),
  rollback: rollback.optional().meta({
    description: 'How to go back to the state before.',
    need: { when: 'phase is pilot or production', rule: 'deploy/no-rollback', phases: ['pilot', 'production'] },
  }),
});

const load = z.strictObject({
  average: quantity('count/second')
    .optional()
    .meta({ description: 'Predictions per second over a day.', samples: ['0.1 predictions/s'] }),
  peak: quantity('count/second').meta({
    description: 'Predictions per second at the busiest time; devices are sized by it.',
    rules: ['deploy/capacity-exceeded', 'metric/infeasible-on-device'],
    samples: ['60 predictions/s'],
  }),
});

const fromPilot = { when: 'phase is pilot or later', phases: ['pilot', 'production'] } as const;

export const deployment = z.strictObject({
  stack: z
    .array(text())
    .optional()
    .meta({
      description: 'Runtimes and platforms that are allowed where it runs.',
      need: { ...fromPilot, rule: 'deploy/stack-mismatch' },
      samples: ['[onnxruntime, docker]'],
    }),
  targets: mapOf('target', target.meta({ id: 'target', description: 'One kind of device on which a model runs.' }))
    .optional()
    .meta({
      description: 'Devices on which models run; machine metrics are measured on them.',
      rules: ['deploy/target-unmeasured'],
    }),
  load: load.optional().meta({
    description: 'Predictions per second on average and at the peak.',
    need: { ...fromPilot, rule: 'deploy/capacity-exceeded' },
    samples: ['{average: 0.1 predictions/s, peak: 60 predictions/s}'],
  }),
  fallback: reference('baseline')
    .optional()
    .meta({
      description: 'What answers when the model cannot: a baseline, or one sentence.',
      need: { ...fromPilot, rule: 'deploy/no-fallback' },
      otherwise: 'text',
      samples: ['rules'],
    }),
  rollout: rollout.optional().meta({
    description: 'How answers of the model come into use, and how to go back.',
    need: { ...fromPilot, rule: 'deploy/no-canary' },
  }),
});

export type DeploymentShape = z.infer<typeof deployment>;
export type TargetShape = z.infer<typeof target>;
