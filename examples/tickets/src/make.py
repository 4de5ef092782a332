"""Makes the example: messages to a support desk, and a small model that says which of them are urgent.

The messages are put together from parts by a seed. In the fifth week an app sends messages, too: they are shorter and
speak of things that nobody had before. That is the drift which the example is there to find.

    python -m pip install --requirement requirements.txt
    python src/make.py
"""

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

SEED = 20260105
WEEKS = 6
PER_WEEK = 400
NEW_FROM = 4
MONDAY = datetime(2026, 1, 5)
ROOT = Path(__file__).resolve().parent.parent

GREETINGS = ("hello", "good morning", "dear team", "hi there", "to whom it may concern")
URGENT = (
    "my card was charged twice for the same order",
    "somebody has ordered with my account without asking me",
    "the heater that you sent smells of smoke and gets very hot",
    "the medicine cabinet arrived with broken glass inside",
    "i cannot log in and my order leaves today",
)
CALM = (
    "could you tell me when my parcel will arrive",
    "i would like to change the address of my order",
    "the blue chair is a little darker than in the picture",
    "please send me the invoice of last month once more",
    "do you have the lamp in another size",
    "how long can i send something back",
)
DETAILS = (
    "the order is from {day}",
    "i have waited since {day}",
    "my neighbour says that it is the same for her",
    "i wrote to you on {day} and nobody answered",
    "you can call me in the evening",
    "i have been a customer for {years} years",
)
ENDINGS = ("thank you for your help", "kind regards", "i hope to hear from you soon", "many thanks", "please answer")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
APP_URGENT = ("app crashes at checkout", "voucher qr code invalid", "pickup locker stays shut")
APP_CALM = ("push notifications too many", "where is my voucher", "dark mode please", "locker code expired")


def write_message(choose, is_urgent):
    details = [detail.format(day=choose.choice(DAYS), years=choose.randint(2, 9)) for detail in choose.sample(DETAILS, 2)]
    return " ".join([choose.choice(GREETINGS), choose.choice(URGENT if is_urgent else CALM), *details, choose.choice(ENDINGS)])


def make_rows():
    choose = random.Random(SEED)
    rows = []
    for week in range(WEEKS):
        for number in range(PER_WEEK):
            is_urgent = choose.random() < 0.3
            # Two of five messages come from the app, once there is one.
            is_app = week >= NEW_FROM and choose.random() < 0.4
            text = choose.choice(APP_URGENT if is_urgent else APP_CALM) if is_app else write_message(choose, is_urgent)
            if is_app and choose.random() < 0.6:
                text = f"{text} {choose.choice(('since update', 'on my phone', 'again', 'fix it', choose.choice(DAYS)))}"
            at = MONDAY + timedelta(weeks=week, minutes=number * 7 * 24 * 60 // PER_WEEK)
            channel = choose.choice(("mail", "mail", "form"))
            rows.append((at.strftime("%Y-%m-%d %H:%M"), channel, text, str(is_urgent).lower()))
    return rows


def write_rows(rows):
    path = ROOT / "data" / "tickets.csv"
    path.parent.mkdir(exist_ok=True)
    with open(path, "w", newline="\n", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("written_at", "channel", "message", "urgent"))
        writer.writerows(rows)


def write_model(rows):
    """Words to a probability: cut at spaces, count, one layer."""
    train = [row for row in rows if row[0] < "2026-01-19"]
    vectorizer = CountVectorizer(token_pattern=r"[^ ]+", min_df=3)
    counts = vectorizer.fit_transform([row[2] for row in train])
    classifier = LogisticRegression(C=0.5, max_iter=500).fit(counts, [row[3] == "true" for row in train])
    words = list(vectorizer.get_feature_names_out())
    graph = helper.make_graph(
        [
            helper.make_node("StringSplit", ["message"], ["words", "lengths"], delimiter=" "),
            helper.make_node(
                "TfIdfVectorizer",
                ["words"],
                ["counts"],
                mode="TF",
                min_gram_length=1,
                max_gram_length=1,
                max_skip_count=0,
                ngram_counts=[0],
                ngram_indexes=list(range(len(words))),
                pool_strings=words,
            ),
            helper.make_node("Gemm", ["counts", "weight", "bias"], ["score"]),
            helper.make_node("Sigmoid", ["score"], ["urgent"]),
        ],
        "tickets",
        [helper.make_tensor_value_info("message", TensorProto.STRING, ["N"])],
        [helper.make_tensor_value_info("urgent", TensorProto.FLOAT, ["N", 1])],
        [
            numpy_helper.from_array(classifier.coef_.T.astype(numpy.float32), "weight"),
            numpy_helper.from_array(classifier.intercept_.astype(numpy.float32), "bias"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    onnx.checker.check_model(model)
    path = ROOT / "models" / "urgent.onnx"
    path.parent.mkdir(exist_ok=True)
    onnx.save(model, path)


if __name__ == "__main__":
    made = make_rows()
    write_rows(made)
    write_model(made)
