"""What poolsmith's evaluator decides on random requests, the independent one decides as well.

POOLSMITH_REQUESTS says how many requests are compared (5,000 by default), POOLSMITH_REQUESTS_SEED which seed is the
first. A difference is traced to the parts of the policies that match differently, and each of them must be of a class
that differences.py explains. What poolsmith leaves undecided is not compared: AWS's documentation leaves it open.
"""

import json
import os
from collections import Counter
from dataclasses import dataclass

from differences import EXPLAINED, explanation, resource_with_wildcards
from evaluator import decisions
from judge import verdicts
from random_requests import RandomCase
from statement_parts import as_policy, parts

REQUESTS = int(os.environ.get("POOLSMITH_REQUESTS", "5000"))
FIRST_SEED = int(os.environ.get("POOLSMITH_REQUESTS_SEED", "1"))

# So many cases in one process.
BATCH = 1000

# So many requests show a difference of each class.
MANY = 100_000

JUDGED = {"Allowed": "Allowed", "ImplicitlyDenied": "Denied", "ExplicitlyDenied": "Denied"}


@dataclass
class Answer:
    """What both evaluators say of a request: poolsmith's decision with what is open, and the judge's verdict."""

    case: dict
    request: dict
    decision: str
    gaps: list
    verdict: str

    def differs(self):
        return self.decision not in ("Undecided", self.verdict)


def answers(evaluator, cases):
    if not cases:
        return []
    judged = [[JUDGED.get(verdict, verdict) for verdict in case] for case in verdicts(cases)]
    return [
        Answer(case, request, decision, gaps, verdict)
        for case, ours, theirs in zip(cases, decisions(evaluator, cases), judged, strict=True)
        for request, (decision, gaps), verdict in zip(case["requests"], ours, theirs, strict=True)
    ]


def classes_of(evaluator, differing):
    """For each difference, the classes of the parts that match differently; a part without a class as JSON."""
    asked = [(part, answer.request) for answer in differing for part in parts(answer.case)]
    judged = answers(evaluator, [{"policies": [as_policy(part)], "requests": [request]} for part, request in asked])
    of_parts = iter([(part, answer) for (part, _), answer in zip(asked, judged, strict=True)])
    for answer in differing:
        own = [next(of_parts) for _ in parts(answer.case)]
        yield [class_of(part, one) for part, one in own if one.differs()] or class_of_request(answer.request)


def class_of(part, answer):
    unexplained = json.dumps([part, answer.decision, answer.verdict], ensure_ascii=False)
    return explanation(part, answer.request) or unexplained


def class_of_request(request):
    """The class of a difference that no part shows: the judge's wildcards in a resource depend on the effect."""
    return [resource_with_wildcards.__name__] if "*" in request["resource"] else ["no part differs"]


def batches():
    seeds = range(FIRST_SEED, FIRST_SEED + -(-REQUESTS // RandomCase.REQUESTS))
    for start in range(0, len(seeds), BATCH):
        yield [RandomCase(seed).case for seed in seeds[start : start + BATCH]]


def test_random_requests_are_decided_as_by_another_evaluator(evaluator):
    explained = {one.__name__ for one in EXPLAINED}
    count, classes, wrong = Counter(), Counter(), []
    for batch in batches():
        decided = answers(evaluator, batch)
        count.update(answer.decision for answer in decided)
        assert all((answer.decision == "Undecided") == bool(answer.gaps) for answer in decided)
        differing = [answer for answer in decided if answer.differs()]
        for answer, found in zip(differing, classes_of(evaluator, differing), strict=True):
            classes.update(found)
            if not explained.issuperset(found):
                wrong.append(f"{found}\n{json.dumps(answer.case)}\n{json.dumps(answer.request)}")
    assert not wrong, "\n".join([f"{len(wrong)} of {REQUESTS} are decided differently:", *wrong[:10]])
    assert min(count["Allowed"], count["Denied"]) > REQUESTS // 10, f"one decision is rare: {count}"
    assert count["Undecided"] < REQUESTS // 20, f"much is undecided: {count}"
    assert explained == classes.keys() or REQUESTS < MANY, f"no request shows {explained - classes.keys()}"
