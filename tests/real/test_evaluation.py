"""What poolsmith's evaluator decides on random requests, the independent one decides as well.

POOLSMITH_REQUESTS says how many requests are compared (5,000 by default), POOLSMITH_REQUESTS_SEED which seed is the first.
A difference is traced to the parts of the policies that match differently, and each of them must be of a class that
differences.py explains. What poolsmith leaves undecided is not compared; AWS's documentation leaves it open.
"""

import json
import os
from collections import Counter

from differences import EXPLAINED, explanation, resource_with_wildcards
from evaluator import decisions
from judge import verdicts
from random_requests import RandomCase
from statement_parts import as_policy, parts

REQUESTS = int(os.environ.get("POOLSMITH_REQUESTS", "5000"))
FIRST_SEED = int(os.environ.get("POOLSMITH_REQUESTS_SEED", "1"))

# So many cases in one process.
BATCH = 1000

JUDGED = {"Allowed": "Allowed", "ImplicitlyDenied": "Denied", "ExplicitlyDenied": "Denied"}


def judged(cases):
    return [[JUDGED.get(verdict, verdict) for verdict in case] for case in verdicts(cases)]


def compared(evaluator, cases):
    """For each request of each case: the case, the request, the decision, what is open, and the other verdict."""
    for case, ours, theirs in zip(cases, decisions(evaluator, cases), judged(cases), strict=True):
        for request, (decision, gaps), verdict in zip(case["requests"], ours, theirs, strict=True):
            yield case, request, decision, gaps, verdict


def explained(evaluator, differing):
    """For each difference, the classes of its parts, or what isn't explained."""
    asked = [(part, request) for case, request in differing for part in parts(case)]
    questions = [{"policies": [as_policy(part)], "requests": [request]} for part, request in asked]
    answers = compared(evaluator, questions) if questions else ()
    of_parts = iter(zip(asked, answers, strict=True))
    for case, request in differing:
        yield [of_part(next(of_parts)) for _ in parts(case)]


def of_part(answered):
    """Whether a part is decided differently: its class, or the part itself; None if it isn't."""
    (part, request), (_, _, decision, _, verdict) = answered
    if decision in ("Undecided", verdict):
        return None
    return explanation(part, request) or json.dumps([part, decision, verdict], ensure_ascii=False)


def of_request(request):
    """The class of a difference that no part shows: the judge's wildcards in a resource depend on the effect."""
    return [resource_with_wildcards.__name__] if "*" in request["resource"] else []


def test_random_requests_are_decided_as_by_another_evaluator(evaluator):
    seeds = range(FIRST_SEED, FIRST_SEED + -(-REQUESTS // RandomCase.REQUESTS))
    count, classes, wrong = Counter(), Counter(), []
    for start in range(0, len(seeds), BATCH):
        batch = [RandomCase(seed).case for seed in seeds[start : start + BATCH]]
        answers = list(compared(evaluator, batch))
        count.update(decision for _, _, decision, _, _ in answers)
        without_reason = [answer for answer in answers if (answer[2] == "Undecided") != bool(answer[3])]
        assert not without_reason, without_reason[0]
        differing = [(case, request) for case, request, decision, _, verdict in answers if decision not in ("Undecided", verdict)]
        for (case, request), found in zip(differing, explained(evaluator, differing), strict=True):
            found = [one for one in found if one] or of_request(request)
            classes.update(found)
            if not found or any(one.startswith("[") for one in found):
                wrong.append(f"{found}\n{json.dumps(case['policies'])}\n{json.dumps(request)}")
    assert not wrong, "\n".join([f"{len(wrong)} of {REQUESTS} are decided differently:", *wrong[:10]])
    assert min(count["Allowed"], count["Denied"]) > REQUESTS // 10, f"one decision is rare: {count}"
    assert count["Undecided"] < REQUESTS // 20, f"much is undecided: {count}"
    print(count, classes)
    unseen = {one.__name__ for one in EXPLAINED} - classes.keys()
    assert not unseen or REQUESTS < 20000, f"no request shows {unseen}"
