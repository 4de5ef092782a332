"""The peer of our images: answers pictures with Pillow and Python's ONNX Runtime.

    answerImages.py MODEL FOLDER SIZE COLOUR MEAN STD THREADS

Pictures are sorted by path, decoded and resized side by side (Pillow frees the interpreter meanwhile), and answered in
batches; all of it twice, as the first time loads what is loaded once. Prints the pictures, the mean of all outputs, and
the seconds from the files to a score for each, of the second time.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image, ImageOps

BATCH = 32


def answer(model, folder, size, colour, mean, std, threads):
    mean, std = np.float32(mean), np.float32(std)

    def prepare(path):
        image = ImageOps.exif_transpose(Image.open(path)).convert(colour)
        pixels = np.asarray(image.resize((size, size), Image.Resampling.BICUBIC)).astype(np.float32)
        pixels = pixels[None] if colour == "L" else pixels.transpose(2, 0, 1)
        return (pixels * np.float32(1 / 255) - mean) / std

    start = time.perf_counter()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".jpg", ".png"))
    scores = []
    with ThreadPoolExecutor(threads) as pool:
        waiting = []
        for first in range(0, len(paths), BATCH):
            waiting.append([pool.submit(prepare, path) for path in paths[first : first + BATCH]])
        for batch in waiting:
            tensor = np.stack([picture.result() for picture in batch])
            scores.append(session.run(None, {name: tensor})[0])
    seconds = time.perf_counter() - start
    return {"pictures": len(paths), "mean": float(np.concatenate(scores).mean()), "seconds": seconds}


if __name__ == "__main__":
    model, folder, size, colour, mean, std, threads = sys.argv[1:]
    settings = Path(model), Path(folder), int(size), colour, float(mean), float(std), int(threads)
    answer(*settings)
    print(json.dumps(answer(*settings)))
