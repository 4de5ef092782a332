"""Answers every digit of the example with Pillow, NumPy and ONNX Runtime, and writes the scores as JSON.

The preparation is written out here a second time, from the words of the spec.
"""

import json
import sys
from pathlib import Path

import numpy
import onnxruntime
from PIL import Image, ImageOps

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "examples" / "digits"


def main():
    session = onnxruntime.InferenceSession(EXAMPLE / "models" / "digit.onnx", providers=["CPUExecutionProvider"])
    folder = EXAMPLE / "data" / "digits"
    scores = {}
    for path in sorted(folder.glob("*/*/*.png")):
        image = ImageOps.exif_transpose(Image.open(path)).convert("L").resize((16, 16), Image.Resampling.BICUBIC)
        pixels = numpy.asarray(image).astype(numpy.float32) * numpy.float32(1 / 255)
        pixels = (pixels - numpy.float32(0.3)) / numpy.float32(0.36)
        [logits] = session.run(["logits"], {"pixels": pixels[None, None]})
        scores[path.relative_to(folder).as_posix()] = [float(value) for value in logits[0]]
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(scores, file)


main()
