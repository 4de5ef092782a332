/** Rules about the files of models: there, whole, inside the workspace, and not too new for the runtime. */
import type { ModelFact, ModelFileFact } from '../../../../schemas/facts.ts';
import { newestIrVersion, newestOperatorSets, runtimeDomains } from '../../onnx/runtimeLimits.ts';
import { listOf, shorten } from '../../spec/words.ts';
import type { Place } from '../../yaml/place.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { modelsOf } from './modelView.ts';
import type { ModelView } from './modelView.ts';

/** Files that a message lists. */
const listedFiles = 5;

function* missingFile({ project, facts, know }: RuleContext, { id, node }: ModelView): Generator<Finding> {
  const { path } = node.fields;
  if (path === undefined) return;
  const uri = project.locate(path.place)?.file.uri ?? '';
  switch (know(facts.path(path.text, uri))?.kind) {
    case 'missing': {
      // What DVC pins may not be pulled yet. Not knowing whether it does costs nothing but this excuse.
      const pin = facts.path(`${path.text}.dvc`, uri);
      if (pin.state === 'pending') know(pin);
      if (pin.state === 'pending' || (pin.state === 'known' && pin.value.kind === 'file')) return;
      const advice = 'export the model, or correct the path, which counts from the folder of this file';
      yield { place: path.place, message: `There is no file \`${shorten(path.text)}\`: ${advice}.` };
      return;
    }
    case 'folder':
      yield { place: path.place, message: `\`${shorten(path.text)}\` is a folder: name the ONNX file itself.` };
      return;
    case 'file':
      yield* brokenFile({ place: path.place, path: shorten(path.text) }, know(facts.modelFile(id)));
      return;
    case 'outside':
    case undefined:
      return;
  }
}

/** A file that is there, and is no model, or not the whole of it. */
function* brokenFile(
  { place, path }: { readonly place: Place; readonly path: string },
  file: ModelFileFact | undefined,
): Generator<Finding> {
  if (file?.kind === 'other') {
    yield { place, message: `\`${path}\` ${file.because}: export the model anew, or name another file.` };
  }
  const missing = externalFiles(file?.kind === 'model' ? file.model : undefined, 'missing');
  if (missing.length === 0) return;
  const what = missing.length === 1 ? 'a file with weights' : 'files with weights';
  yield {
    place,
    message: `Beside \`${path}\` there is no ${listFiles(missing)}, which it names as ${what}: export or copy the model whole.`,
  };
}

function externalFiles(graph: ModelFact | undefined, kind: 'missing' | 'outside'): readonly string[] {
  return (graph?.externalData ?? []).filter((file) => file.kind === kind).map(({ path }) => shorten(path));
}

function listFiles(files: readonly string[]): string {
  const more = files.length - listedFiles;
  return more > 0 ? `${listOf(files.slice(0, listedFiles))} (and ${more} more)` : listOf(files, 'or');
}

/** What keeps the runtime from loading a model, each a whole sentence. */
function* tooNew({ irVersion, opset, otherOpsets, foreignDomains }: ModelFact): Generator<string> {
  if (irVersion > newestIrVersion) {
    yield `The file format has version ${irVersion}, and the runtime reads up to ${newestIrVersion}: export it with an older release of ONNX.`;
  }
  const sets = [...(opset === undefined ? [] : [{ domain: '', version: opset }]), ...otherOpsets];
  for (const { domain, version } of sets) {
    const newest = newestOperatorSets.get(domain);
    if (newest === undefined || version <= newest) continue;
    const whose = domain === '' ? '' : ` of \`${shorten(domain)}\``;
    yield `The model uses version ${version} of the operators${whose}, and the runtime knows up to ${newest}: export it with opset ${newest} or less.`;
  }
  const foreign = foreignDomains.filter((domain) => !runtimeDomains.has(domain)).map(shorten);
  if (foreign.length > 0) {
    yield `The model uses operators of ${listOf(foreign)}, which are no part of the runtime: export it without them.`;
  }
}

export const modelFileRules: readonly Rule[] = [
  {
    id: 'model/file-missing',
    severity: 'W/E/E',
    finds: 'a model whose file, or a file with its weights, does not exist, or is no ONNX model',
    why: 'Without the file nothing can be measured, and everything that the spec says of the model is a promise. Export the model, or correct the path. A model that DVC pins, with its `.dvc` file beside it, may be missing until it is pulled, and so may one of Git LFS.',
    *check(context) {
      for (const model of modelsOf(context.spec)) yield* missingFile(context, model);
    },
  },
  {
    id: 'model/external-data-outside',
    severity: 'E/E/E',
    finds: 'a model whose weights lie outside its folder',
    why: 'A model can name other files as its weights, and a hostile one names files that are none of its business. The runtime refuses whatever lies outside the folder of the model, and so does Plumbline: keep the weights beside the model.',
    *check({ spec, facts, know }) {
      for (const { id, node } of modelsOf(spec)) {
        const { path } = node.fields;
        const outside = path === undefined ? [] : externalFiles(know(facts.model(id)), 'outside');
        if (path === undefined || outside.length === 0) continue;
        yield {
          place: path.place,
          message: `\`${shorten(path.text)}\` takes weights from ${listFiles(outside)}, outside its folder, where nothing is read: keep them beside the model.`,
        };
      }
    },
  },
  {
    id: 'model/opset-unsupported',
    severity: 'W/W/W',
    finds: 'a model that is too new for the runtime, or needs operators that the runtime does not have',
    why: 'Models say in which version of the operators they are written. The runtime refuses newer ones than it knows, and operators of others that it was not built with. Export the model for an older version; other runtimes may still run it as it is.',
    *check({ spec, facts, know }) {
      for (const { id, node } of modelsOf(spec)) {
        const { path } = node.fields;
        const graph = path === undefined ? undefined : know(facts.model(id));
        if (path === undefined || graph === undefined) continue;
        for (const message of tooNew(graph)) yield { place: path.place, message };
      }
    },
  },
];
