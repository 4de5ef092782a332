/** A project of pictures on the disk: squares that three small models of our own find, cut out and paint. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { drawSquares, squareCutter, squareFinder, squarePainter, squareTruth } from './pictureModels.ts';

const spec = `plumbline: v1
project: yard
description: Find crates and barrels in a yard
phase: poc
owner: yard@example.com
data:
  yard:
    path: data/index.csv
    modality: image
    owner: yard@example.com
    privacy: {personal_data: false}
splits:
  train: {of: yard, where: "day = 1"}
  test: {of: yard, where: "day = 2"}
labels:
  things: {of: yard, task: object-detection, source: synthetic, classes: [crate, barrel], annotations: data/things.json}
  outlines: {of: yard, task: instance-segmentation, source: synthetic, classes: [crate, barrel], annotations: data/things.json}
  ground: {of: yard, task: semantic-segmentation, source: synthetic, classes: [ground, crate, barrel], annotations: data/masks}
models:
  find:
    path: models/find.onnx
    task: object-detection
    label: things
    inputs: {x: {column: image, type: float32, image: {color: rgb, layout: NCHW, scale: 1/255}}}
    outputs:
      boxes: {as: boxes, format: xyxy, units: pixels, frame: tensor}
      scores: {as: scores}
      ids: {as: class-ids, classes: [crate, barrel]}
    decision: {score: 0.15, nms: {iou: 0.1}, max: 50}
  cut:
    path: models/cut.onnx
    task: instance-segmentation
    label: outlines
    inputs: {x: {column: image, type: float32, image: {color: rgb, layout: NCHW, scale: 1/255}}}
    outputs:
      boxes: {as: boxes, format: xyxy, units: pixels, frame: tensor}
      scores: {as: scores}
      ids: {as: class-ids, classes: [crate, barrel]}
      masks: {as: masks, values: probabilities, covers: box}
    decision: {score: 0.15, nms: {iou: 0.1}, max: 50}
  paint:
    path: models/paint.onnx
    task: semantic-segmentation
    label: ground
    inputs: {x: {column: image, type: float32, image: {color: rgb, layout: NCHW, scale: 1/255}}}
    outputs: {mask: {as: masks, values: logits, layout: NCHW, classes: [ground, crate, barrel]}}
metrics:
  placed:
    kind: model
    metric: map
    iou: 0.50:0.95
    model: find
    split: test
    target: 0.9
    limit: 0.3
    slices: {night: {where: "light = 'night'", limit: 0.2}}
  cut-out: {kind: model, metric: map, iou: 0.5, model: cut, split: test, target: 0.9, limit: 0.5}
  covered: {kind: model, metric: iou, averaging: macro, model: cut, split: test, target: 0.9, limit: 0.5}
  painted:
    kind: model
    metric: iou
    averaging: macro
    model: paint
    split: test
    target: 0.99
    limit: 0.6
    slices: {light: {by: light}}
`;

/** Writes the project into a folder that is there. */
export async function writeYardProject(folder: string, pictures = drawSquares(36, 7)): Promise<void> {
  const write = (name: string, content: string | Uint8Array) => writeFile(path.join(folder, name), content);
  for (const one of ['data/masks', 'models']) await mkdir(path.join(folder, one), { recursive: true });
  const rows = pictures.map(({ name }, at) => `${name},${at < 12 ? 1 : 2},${at % 3 === 0 ? 'night' : 'day'}`);
  await write('data/index.csv', ['image,day,light', ...rows, ''].join('\n'));
  for (const { name, picture, mask } of pictures) {
    await write(`data/${name}`, picture);
    await write(`data/masks/${name}`, mask);
  }
  await write('data/things.json', JSON.stringify(squareTruth(pictures)));
  await write('models/find.onnx', squareFinder());
  await write('models/cut.onnx', squareCutter('of-boxes'));
  await write('models/paint.onnx', squarePainter());
  await write('plumbline.yaml', spec);
}
