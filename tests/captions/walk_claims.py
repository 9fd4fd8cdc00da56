"""What the walk's captions claim."""

from dataclasses import dataclass
from typing import Any, Final

import pytest

from tests.captions.claims import Claims, article_of, is_largest, number, says, shown_alike

TRUTHS: Final = (
    r"Draw a digit from 0 to 9",
    r": all that the network sees",
    r"has a weight for every pixel",
    r"compares the sum with the others",
    r"the same drawing runs through the changed network",
    r"What (?:would it do|has it done) to the other digits\?",
    r"what thousands of them want together",
    r"keeps what is above 0.*?:",
    r"Now each of these neurons plays the output's part",
    r"looks for ink where they are blue, for paper where they are red",
    r"weighs every activation before it, adds them and its bias",
)
WALK: Final = Claims([], TRUTHS)


@dataclass(frozen=True)
class Facts:
    """The state of the page that a caption is about."""

    state: dict[str, Any]

    @property
    def answer(self) -> dict[str, Any]:
        return self.state["backward"] or self.state["forward"]

    @property
    def target(self) -> int:
        return self.state["target"]

    @property
    def outputs(self) -> list[float]:
        return self.answer["activations"][-1]

    def layer_of(self, beat: str) -> int:
        """Return the layer that a beat is about."""
        return int(beat.split("-")[1])

    def wishes(self) -> list[float]:
        """Return what the cost asks of the outputs."""
        return self.answer["nudges"]["activations"][-1]

    def off(self, k: int) -> float:
        """Return how far an output is from what it should be."""
        return self.outputs[k] - (k == self.target)


def count_of(others: str | None) -> int:
    """Return how many "one other" and "3 others" are."""
    return 0 if others is None else 1 if others == "one other" else int(others.split()[0])


@WALK.claim(r"Here (\d+) are not 0")
def inked(facts: Facts, beat: str, count: str) -> bool:
    return int(count) == sum(pixel > 0 for pixel in facts.answer["activations"][0])


@WALK.claim(r"All (\d+) (outputs|neurons of .*?) do the same, and all come to (#)\.")
def all_alike(facts: Facts, beat: str, count: str, name: str, value: str) -> bool:
    activations = facts.answer["activations"][facts.layer_of(beat)]
    return len(activations) == int(count) == shown_alike(activations, value)


@WALK.claim(
    r"All (\d+) (outputs|neurons of .*?) do the same\. (?:Output|Neuron) (\d+)"
    r"(?: and (one other|\d+ others))? (?:is|are) the (brightest|strongest) \((#)\)\."
)
def brightest(
    facts: Facts, beat: str, count: str, name: str, k: str, others: str, how: str, value: str
) -> bool:
    activations = facts.answer["activations"][facts.layer_of(beat)]
    return (
        len(activations) == int(count)
        and says(value, activations[int(k)])
        and is_largest(activations, int(k))
        and shown_alike(activations, value) == 1 + count_of(others)
        and (how == "strongest") == (activations[int(k)] < 0)
    )


@WALK.claim(r"(It reads|Not sure: its best guess is) (an?) (\d) \((#)\)\.")
def reading(facts: Facts, beat: str, how: str, article: str, digit: str, value: str) -> bool:
    outputs, k = facts.outputs, int(digit)
    return (
        k == facts.answer["prediction"]
        and says(value, outputs[k])
        and outputs[k] == max(outputs)
        and shown_alike(outputs, value) == 1
        and (how == "It reads") == (outputs[k] >= 0.5)
        and article == article_of(digit)
    )


@WALK.claim(r"Not sure: (an?) (\d) and (one other|\d+ others) are level \((#)\)\.")
def level(facts: Facts, beat: str, article: str, digit: str, others: str, value: str) -> bool:
    outputs, k = facts.outputs, int(digit)
    return (
        k == facts.answer["prediction"]
        and says(value, max(outputs))
        and shown_alike(outputs, value) == 1 + count_of(others)
        and article == article_of(digit)
    )


@WALK.claim(r"It should be (an?) (\d)\.")
def target(facts: Facts, beat: str, article: str, digit: str) -> bool:
    return int(digit) == facts.target and article == article_of(digit)


@WALK.claim(r"(Ten|The ten) [\w' ]+ add up to the cost of this drawing, (#)\.")
def cost(facts: Facts, beat: str, ten: str, value: str) -> bool:
    terms = facts.answer["cost_terms"]
    return len(terms) == 10 and says(value, facts.answer["cost"]) and says(value, sum(terms), 1)


@WALK.claim(
    r"Averaged over ([\d,]+) test digits the cost is (#)\. "
    r"This drawing costs (more than|less than|as much as) the average\."
)
def mean(facts: Facts, beat: str, count: str, value: str, how: str) -> bool:
    dataset, own = facts.state["dataset"], facts.answer["cost"]
    is_said = {
        "more than": own > dataset["cost"],
        "less than": own < dataset["cost"],
        "as much as": abs(own - dataset["cost"]) <= 0.006,
    }[how]
    return number(count) == dataset["total"] and says(value, dataset["cost"]) and is_said


@WALK.claim(r"[Oo]utput (\d+) should go (up|down)")
def own_wish(facts: Facts, beat: str, k: str, way: str) -> bool:
    wish = facts.wishes()[int(k)]
    return int(k) == facts.target and (wish > 0 if way == "up" else wish < 0)


@WALK.claim(r", output (\d+) (up|down): the further off, the stronger the nudge")
def other_wish(facts: Facts, beat: str, k: str, way: str) -> bool:
    wishes = facts.wishes()
    pairs = [(abs(facts.off(j)), abs(wish)) for j, wish in enumerate(wishes)]
    is_monotone = all(
        more >= less * (1 - 1e-6)
        for near, less in pairs
        for far, more in pairs
        if far > near + 1e-9
    )
    return is_monotone and (wishes[int(k)] > 0 if way == "up" else wishes[int(k)] < 0)


@WALK.claim(r"Output (\d+) is where it should be")
def is_there(facts: Facts, beat: str, k: str) -> bool:
    return int(k) == facts.target and abs(facts.off(int(k))) <= 0.005


@WALK.claim(r"all others are near 0")
def others_near(facts: Facts, beat: str) -> bool:
    return all(abs(facts.off(k)) <= 0.005 for k in range(10) if k != facts.target)


@WALK.claim(r"No other output has a nudge of its own(?:; softmax shares it out)?")
def only_the_target(facts: Facts, beat: str) -> bool:
    return all(wish == 0 for k, wish in enumerate(facts.wishes()) if k != facts.target)


@WALK.claim(r"It is right already, so there is next to nothing to learn")
def nothing_left(facts: Facts, beat: str) -> bool:
    return facts.answer["prediction"] == facts.target and largest_of_last_hidden(facts) < 0.01


@WALK.claim(r"It is wrong, but next to nothing of the error gets back")
def nothing_gets_back(facts: Facts, beat: str) -> bool:
    return facts.answer["prediction"] != facts.target and largest_of_last_hidden(facts) < 0.01


@WALK.claim(r"The largest nudge of the [\w ]+ layer is (#)\.")
def rewound(facts: Facts, beat: str, value: str) -> bool:
    return says(value, largest_of_last_hidden(facts))


def largest_of_last_hidden(facts: Facts) -> float:
    """Return the largest nudge of the last hidden layer; of the outputs where there is none."""
    nudges = facts.answer["nudges"]["activations"]
    return max(map(abs, nudges[max(0, len(nudges) - 2)]))


GATE = r"(?:Output|Neuron) (\d+)'s nudge of a"


def gate_of(facts: Facts, beat: str, k: str) -> tuple[float, float, float]:
    """Return the nudge of a, the slope and the nudge of z of a gate's neuron."""
    answer = facts.answer
    l = len(answer["deltas"]) - 1 if beat == "gate" else facts.layer_of(beat) - 1
    nudge, delta = answer["nudges"]["activations"][l][int(k)], answer["deltas"][l][int(k)]
    return nudge, answer["slopes"][l][int(k)], -delta


@WALK.claim(
    GATE + r", (#), must pass its curve\. At slope (#|\d+) (?:(only) )?(#|nothing|all of it)"
    r" gets through as nudge of z\."
)
def gate(facts: Facts, beat: str, k: str, come: str, at: str, only: str, gone: str) -> bool:
    of_a, slope, of_z = gate_of(facts, beat, k)
    is_said = (
        {
            "nothing": of_z == 0,
            "all of it": of_z == of_a,
        }.get(gone)
        if gone in ("nothing", "all of it")
        else says(gone, of_z)
    )
    return bool(
        says(come, of_a)
        and (says(at, slope) if "." in at else float(at) == slope)
        and is_said
        and (only != "only" or abs(of_z) < abs(of_a))
        and of_a != 0
    )


@WALK.claim(GATE + r" is 0, so nothing comes out of its curve as nudge of z\.")
def closed_gate(facts: Facts, beat: str, k: str) -> bool:
    of_a, _, of_z = gate_of(facts, beat, k)
    return of_a == of_z == 0


@WALK.claim(
    r"A little more ink where it is blue, less where it is red, would lower the cost fastest"
)
def ink(facts: Facts, beat: str) -> bool:
    return any(facts.answer["nudges"]["inputs"])


@WALK.claim(r"No pixel has a nudge: a little more or less ink changes nothing")
def no_ink(facts: Facts, beat: str) -> bool:
    return not any(facts.answer["nudges"]["inputs"])


def of_z(facts: Facts) -> float:
    """Return the nudge of the z of the output that should rise."""
    return -facts.answer["deltas"][-1][facts.target]


@WALK.claim(
    r"First lever: (increase|decrease) its bias\. It counts in z as it is, so it gets all of the "
    r"nudge of z, (#)\."
)
def bias_lever(facts: Facts, beat: str, way: str, value: str) -> bool:
    nudge = facts.answer["nudges"]["biases"][-1][facts.target]
    is_said = nudge > 0 if way == "increase" else nudge < 0
    return is_said and says(value, nudge) and nudge == of_z(facts)


@WALK.claim(r"First lever: its bias\. It counts in z as it is, so with no nudge of z it has none\.")
def no_bias_lever(facts: Facts, beat: str) -> bool:
    return facts.answer["nudges"]["biases"][-1][facts.target] == of_z(facts) == 0


def largest(values: list[float], k: str, how: str, value: str) -> bool:
    """Return whether the largest by size is that of `k`, and alone where it is said so."""
    sizes = [abs(each) for each in values]
    is_alone = shown_alike(sizes, value.lstrip("+−")) == 1
    is_largest = sizes[int(k)] == max(sizes) > 0
    return says(value, values[int(k)]) and is_largest and is_alone == (how == "the most, ")


@WALK.claim(
    r"each by the nudge of z times the activation it carries\. "
    r"Neuron (\d+)'s gets (the most, |)(#)(?:, none more)?\."
)
def weights_lever(facts: Facts, beat: str, k: str, how: str, value: str) -> bool:
    before = facts.answer["activations"][-2]
    nudges = facts.answer["nudges"]["weights"][-1][facts.target]
    assert nudges == pytest.approx([of_z(facts) * a for a in before])
    return largest(nudges, k, how, value)


@WALK.claim(r"each by the nudge of z times the activation it carries\. Here none has a nudge\.")
def no_weights_lever(facts: Facts, beat: str) -> bool:
    return not any(facts.answer["nudges"]["weights"][-1][facts.target])


@WALK.claim(
    r"each by the nudge of z times its weight\. "
    r"(?:It asks n|N)euron (\d+) (the most, |gets )(#)(?:, none more)?\."
)
def activations_lever(facts: Facts, beat: str, k: str, how: str, value: str) -> bool:
    return largest(facts.answer["contributions"][-1][facts.target], k, how, value)


@WALK.claim(r"each by the nudge of z times its weight\. Here it asks for nothing\.")
def no_activations_lever(facts: Facts, beat: str) -> bool:
    return not any(facts.answer["contributions"][-1][facts.target])


# The way back


def slope_of(facts: Facts, k: int) -> float:
    """Return an output's f'(z); 1 where it has no nudge to pass on."""
    wish = facts.wishes()[k]
    return abs(facts.answer["deltas"][-1][k] / wish) if wish else 1


@WALK.claim(
    r"Look at output (\d+) alone\. It is at (#), where it should be\. Three levers could move it"
)
def levers_there(facts: Facts, beat: str, k: str, value: str) -> bool:
    return int(k) == facts.target and says(value, 1) and says(value, facts.outputs[int(k)])


@WALK.claim(
    r"Look at output (\d+) alone\. It is at (#) and should be at 1\. "
    r"Three levers can (raise|lower) it"
)
def levers(facts: Facts, beat: str, k: str, value: str, way: str) -> bool:
    a = facts.outputs[int(k)]
    return int(k) == facts.target and says(value, a) and (a < 1 if way == "raise" else a > 1)


def is_asked(asked: list[float], k: str, way: str, value: str, is_shared: bool) -> bool:
    """Return whether this is the largest of some wishes, and the only one that is shown so."""
    own = asked[int(k)]
    alike = sum(says(value.lstrip("+−"), abs(each)) for each in asked)
    return (
        is_largest(asked, int(k))
        and says(value, own)
        and (own > 0 if way == "up" else own < 0)
        and (alike > 1) == is_shared
    )


@WALK.claim(
    r"(Through \w+ output|Output|And output) (\d+) wants neuron (\d+) (up|down)"
    r"(, none more| most of all): (#)\."
)
def column(
    facts: Facts, beat: str, who: str, output: str, k: str, way: str, how: str, value: str
) -> bool:
    asked = facts.answer["contributions"][-1][int(output)]
    is_passed_on = facts.wishes()[int(output)] == 0
    return who.startswith("Through") == is_passed_on and is_asked(
        asked, k, way, value, how == ", none more"
    )


@WALK.claim(
    r"Output (\d+) is (nearly right|far off, but (?:[σ\w]+ is flat there|its weights are small)), "
    r"so it asks for next to nothing"
)
def nothing(facts: Facts, beat: str, output: str, why: str) -> bool:
    k = int(output)
    asked = facts.answer["contributions"][-1][k]
    off = abs(facts.off(k))
    weights = [abs(each / facts.answer["deltas"][-1][k]) for each in asked if each]
    is_said = (
        off < 0.1
        if why == "nearly right"
        else slope_of(facts, k) < 0.05
        if "flat" in why
        else max(weights, default=0) < 0.2
    )
    return max(map(abs, asked)) < 0.002 and is_said and (why == "nearly right" or off >= 0.1)


def strongest_wish(facts: Facts, output: int) -> float:
    """Return the largest size of what an output asks of the layer before it."""
    return max(map(abs, facts.answer["contributions"][-1][output]))


@WALK.claim(
    r"And so do the other eight\. The strongest of them, output (\d+), "
    r"wants neuron (\d+) (up|down) by (#)\."
)
def other_columns(facts: Facts, beat: str, output: str, k: str, way: str, value: str) -> bool:
    asked = facts.answer["contributions"][-1]
    sizes = sorted(strongest_wish(facts, j) for j in range(len(asked)) if j != facts.target)
    own = asked[int(output)]
    return (
        len(asked) == 10
        and strongest_wish(facts, int(output)) == sizes[-2]
        and is_largest(own, int(k))
        and says(value, own[int(k)])
        and (own[int(k)] > 0 if way == "up" else own[int(k)] < 0)
    )


@WALK.claim(r"The other eight ask for next to nothing")
def other_columns_nothing(facts: Facts, beat: str) -> bool:
    asked = facts.answer["contributions"][-1]
    sizes = sorted(strongest_wish(facts, j) for j in range(len(asked)) if j != facts.target)
    return len(asked) == 10 and sizes[-2] < 0.002


@WALK.claim(
    r"Take neuron (\d+)\. Laid head to tail, its ten wishes "
    r"(?:ask it to go (up|down), by (#)|end where they began)\."
)
def row(facts: Facts, beat: str, k: str, way: str | None, value: str | None) -> bool:
    asked = facts.answer["contributions"][-1]
    total = facts.answer["nudges"]["activations"][-2][int(k)]
    if len(asked) != 10 or way is None or value is None:
        return len(asked) == 10 and bool(total == 0)
    return says(value, total) and (total > 0 if way == "up" else total < 0)


@WALK.claim(r"Output (\d+) alone asks neuron (\d+) to go (up|down), by (#)\.")
def row_alone(facts: Facts, beat: str, output: str, k: str, way: str, value: str) -> bool:
    asked = facts.answer["contributions"][-1][int(output)][int(k)]
    is_way = asked > 0 if way == "up" else asked < 0
    return int(output) == facts.target and says(value, asked) and is_way


@WALK.claim(r"Output (\d+) alone asks nothing of neuron (\d+)\.")
def row_empty(facts: Facts, beat: str, output: str, k: str) -> bool:
    return bool(facts.answer["contributions"][-1][int(output)][int(k)] == 0)


def nudges_of(facts: Facts, layer: str) -> list[float]:
    """Return the nudges of a layer by what captions call it."""
    ordinals = ("first", "second", "third", "fourth", "fifth", "sixth")
    word = layer.split(maxsplit=1)[0]
    index = ordinals.index(word) if word in ordinals else 0
    nudges: list[float] = facts.answer["nudges"]["activations"][index]
    return nudges


@WALK.claim(r"All wishes for the ([\w ]+?) add up to nothing")
def nothing_left_over(facts: Facts, beat: str, layer: str) -> bool:
    return not any(nudges_of(facts, layer))


@WALK.claim(
    r"(?:All wishes|The wishes of the [\w ]+?) for the ([\w ]+?) add up\. Together they want "
    r"neuron (\d+) (up|down)(, none more| most): (#)\."
)
def added_up(facts: Facts, beat: str, layer: str, k: str, way: str, how: str, value: str) -> bool:
    return is_asked(nudges_of(facts, layer), k, way, value, how == ", none more")


@WALK.claim(r"with the same three levers\. The bias of neuron (\d+) gets (#)\.")
def again(facts: Facts, beat: str, k: str, value: str) -> bool:
    biases = facts.answer["nudges"]["biases"][facts.layer_of(beat) - 1]
    return is_largest(biases, int(k)) and says(value, biases[int(k)])


@WALK.claim(
    r"The (\d+) × (\d+) weights of the pixels: each in proportion to the ink under it\. "
    r"(Here none is to change|None change more than neuron (\d+)'s|Neuron (\d+)'s change most)\."
)
def pixels(
    facts: Facts, beat: str, inputs: str, count: str, end: str, k: str | None, most: str | None
) -> bool:
    biases = facts.answer["nudges"]["biases"][0]
    counts = (len(facts.answer["activations"][0]), len(biases))
    index = k or most
    is_said = not any(biases) if index is None else is_largest(biases, int(index))
    return counts == (int(inputs), int(count)) and is_said


@WALK.claim(r"Every weight and bias now knows its nudge: blue ones grow, red ones shrink")
def step_ready(facts: Facts, beat: str) -> bool:
    return True


@WALK.claim(r"No pixel has a nudge: a little more or less ink changes nothing")
def no_pixel(facts: Facts, beat: str) -> bool:
    return not any(facts.answer["nudges"]["inputs"])


@WALK.claim(
    r"A little more ink where it is blue, less where it is red, would lower the cost fastest"
)
def some_pixel(facts: Facts, beat: str) -> bool:
    inputs = facts.answer["nudges"].get("inputs")
    return inputs is None or any(inputs)
