"""Makes the example: real handwritten digits as PNG files, and a small classifier of them as ONNX.

The digits are those that scikit-learn carries with it (UCI, "Optical Recognition of Handwritten Digits", its test part:
1,797 digits of 13 people, 8 by 8 pixels with 17 levels of ink). They come in the order in which people wrote them, so
the last 500 are by other hands than the first ones, and judge the model.

    python -m pip install --requirement requirements.txt
    python src/make.py
"""

import shutil
from pathlib import Path

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper
from PIL import Image
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier

SEED = 7
JUDGED = 500
SIDE = 16
MEAN = 0.3
STD = 0.36
ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "data" / "digits"


def write_images():
    """One PNG for each digit, in a folder with its name."""
    digits = load_digits()
    shutil.rmtree(IMAGES, ignore_errors=True)
    first_judged = len(digits.target) - JUDGED
    for number, (pixels, digit) in enumerate(zip(digits.images, digits.target)):
        part = "train" if number < first_judged else "test"
        path = IMAGES / part / str(digit) / f"{number:04}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(numpy.rint(pixels * (255 / 16)).astype(numpy.uint8)).save(path, optimize=True)


def prepare(image):
    """What `image` of the model's input says in plumbline.yaml."""
    resized = image.convert("L").resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    return (numpy.asarray(resized, dtype=numpy.float32) * numpy.float32(1 / 255) - MEAN) / STD


def shifted(image):
    """The image, and the same moved by one pixel each way: people do not hit the middle."""
    yield image
    for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        moved = Image.new("L", image.size)
        moved.paste(image, (across, down))
        yield moved


def train():
    rows, truth = [], []
    for path in sorted((IMAGES / "train").glob("*/*.png")):
        for image in shifted(Image.open(path)):
            rows.append(prepare(image).ravel())
            truth.append(int(path.parent.name))
    classifier = MLPClassifier((48,), alpha=1e-3, max_iter=60, early_stopping=False, random_state=SEED)
    return classifier.fit(numpy.array(rows), truth)


def write_model(classifier):
    """Pixels to ten raw scores: two layers, as float32."""
    weights = [layer.astype(numpy.float32) for pair in zip(classifier.coefs_, classifier.intercepts_) for layer in pair]
    names = ["hidden.weight", "hidden.bias", "answer.weight", "answer.bias"]
    graph = helper.make_graph(
        [
            helper.make_node("Flatten", ["pixels"], ["flat"]),
            helper.make_node("Gemm", ["flat", names[0], names[1]], ["hidden"]),
            helper.make_node("Relu", ["hidden"], ["active"]),
            helper.make_node("Gemm", ["active", names[2], names[3]], ["logits"]),
        ],
        "digits",
        [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, ["N", 1, SIDE, SIDE])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", 10])],
        [numpy_helper.from_array(values, name) for values, name in zip(weights, names)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    path = ROOT / "models" / "digit.onnx"
    path.parent.mkdir(exist_ok=True)
    onnx.save(model, path)


if __name__ == "__main__":
    write_images()
    write_model(train())
