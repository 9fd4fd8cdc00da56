"""What goes over the wire about a room: its state, and what its presenter and its seats send."""

from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BaseModel, Field, StrictInt, model_validator

from app.api.http.messages import AS_WHOLE, Body, Index, Number, Pixels, WithPicture
from app.api.session_messages import WatchedSession
from app.rooms.room import Steps
from app.rooms.room_questions import Asked, Range
from app.rooms.shown import LONGEST

MOST_CHOICES: Final = 12
MOST_STEPS: Final = 1000

SEAT_PATTERN: Final = "^[A-Za-z0-9_-]{22}$"

Address: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^#[^\x00-\x20\x7f]*$",
        max_length=LONGEST,
        description="What the presenter's page shows, as its address has it.",
        examples=["#walk/cost?digit=test-12"],
    ),
]
SessionId: TypeAlias = Annotated[str, Field(max_length=64, description="The session's id.")]
Digit: TypeAlias = Annotated[StrictInt, Field(ge=0, le=9), AS_WHOLE]


class NewRoom(Body):
    """Which network a room begins with."""

    session: SessionId
    address: Address | None = None


class Bounds(BaseModel):
    """Between which numbers an amount is dragged."""

    least: float
    most: float


class NewBounds(Body):
    """Between which numbers an amount is dragged."""

    least: Number
    most: Number

    @model_validator(mode="after")
    def _in_order(self) -> "NewBounds":
        if self.least >= self.most:
            raise ValueError("Expected `least` below `most`")
        return self


class NewQuestion(Body):
    """A question to ask. One with the same text, choices and amount is asked again."""

    text: Annotated[str, Field(min_length=1, max_length=300)]
    choices: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=120)]],
        Field(min_length=2, max_length=MOST_CHOICES),
    ]
    right: Annotated[
        Number | None,
        Field(
            description="The index of the right choice, or with `amount` the true amount; null "
            "where nobody knows. It is told by the reveal."
        ),
    ] = None
    why: Annotated[str, Field(max_length=500, description="A sentence for the reveal.")] = ""
    amount: Annotated[
        NewBounds | None, Field(description="Where an amount may be dragged, too.")
    ] = None

    @model_validator(mode="after")
    def _right_is_a_choice(self) -> "NewQuestion":
        is_choice = self.right is None or self.right in range(len(self.choices))
        if self.amount is None and not is_choice:
            raise ValueError("Expected as `right` the index of one of the choices")
        return self

    def asked(self) -> Asked:
        """Return it as a room asks it."""
        amount = None if self.amount is None else Range(self.amount.least, self.amount.most)
        right = self.right
        if amount is None and right is not None:
            right = int(right)
        return Asked(self.text, tuple(self.choices), right, self.why, amount)


class NewSteps(Body):
    """Steps on what is shown."""

    learning_rate: Number
    costs: Annotated[
        list[Number],
        Field(
            min_length=2,
            max_length=MOST_STEPS + 1,
            description="After each step, the one before the first included.",
        ),
    ]

    def taken(self) -> Steps:
        """Return them as a room tells them."""
        return Steps(self.learning_rate, self.costs)


class RoomChange(WithPicture):
    """What the presenter changes, all of it at once; what is left out stays."""

    address: Address | None = None
    pixels: Annotated[
        Pixels | None,
        Field(
            description="The picture that the page has made of the drawing in its address: phones "
            "have its very numbers then, and the server need not make it again."
        ),
    ] = None
    question: Annotated[
        NewQuestion | None,
        Field(description="A question to ask; null takes no more votes, and tells nothing."),
    ] = None
    reveal: Annotated[
        bool | None,
        Field(
            description="true closes the question asked last and tells its answers, before "
            "another is asked."
        ),
    ] = None
    right: Annotated[
        Number | None,
        Field(
            description="With `reveal`: what is right, where that was not known when it was asked."
        ),
    ] = None
    why: Annotated[
        str | None, Field(max_length=500, description="With `reveal`: a sentence for it.")
    ] = None
    drawing: Annotated[
        bool | None,
        Field(
            description="Whether drawings are taken. Whenever they are asked for again, or for "
            "another digit, those before are dropped."
        ),
    ] = None
    digit: Annotated[
        Digit | None,
        Field(description="Which digit is to be drawn, null for any; with `drawing` only."),
    ] = None
    session: Annotated[
        SessionId | None, Field(description="Another session, with whose network it goes on.")
    ] = None
    steps: Annotated[
        NewSteps | None,
        Field(
            description="What the last steps on what is shown have done, null to forget them: they "
            "are forgotten with the network, too."
        ),
    ] = None
    note: Annotated[
        str | None, Field(max_length=4000, description="What only holders of the key read.")
    ] = None
    press: Annotated[
        str | None,
        Field(
            pattern="^[a-z][a-z-]{0,23}$",
            description="A button of a remote: its count in `presses` grows, and the page that "
            "presents acts on that.",
        ),
    ] = None

    @model_validator(mode="after")
    def _truth_is_revealed(self) -> "RoomChange":
        if (self.right is not None or self.why is not None) and not self.reveal:
            raise ValueError("Expected `right` and `why` only where `reveal` is true")
        return self

    @model_validator(mode="after")
    def _digit_is_drawn(self) -> "RoomChange":
        if self.digit is not None and self.drawing is None:
            raise ValueError("Expected `digit` only where `drawing` is given")
        return self


class AskedQuestion(BaseModel):
    """A question as everybody sees it."""

    id: str
    text: str
    choices: list[str]
    amount: Bounds | None
    round: Annotated[int, Field(description="How often it has been asked, this time included.")]
    answered: Annotated[int, Field(description="How many seats have voted.")]


class RevealedQuestion(AskedQuestion):
    """A question after its reveal."""

    counts: Annotated[list[int], Field(description="How many chose each.")]
    right: float | None
    why: str
    earlier: Annotated[list[list[int]], Field(description="The counts of the rounds before.")]


class Score(BaseModel):
    """How a network reads many drawings."""

    right: Annotated[int, Field(description="How many as what they are said to be.")]
    cost: Annotated[float, Field(description="The mean C0.")]


class DrawingsStep(BaseModel):
    """What the last step on the room's drawings has done."""

    of: Literal["all", "shown"]
    count: int
    before: Score
    after: Score


class DrawingsState(BaseModel):
    """What everybody may know of the drawings."""

    digit: Annotated[int | None, Field(description="Which is to be drawn; null for any.")]
    count: int
    shown: Annotated[int, Field(description="How many everybody may see.")]
    revision: Annotated[
        int, Field(description="Grows with whatever changes what they are, or which are shown.")
    ]
    step: DrawingsStep | None


class TrainingState(BaseModel):
    """How a training goes that is under way."""

    status: str
    iteration: int
    cost: Annotated[float | None, Field(description="The mean C0 over test digits.")]
    accuracy: float | None


class StepsState(BaseModel):
    """What steps on what is shown have done."""

    learning_rate: float
    costs: list[float]


class RoomState(BaseModel):
    """What everybody in a room may see."""

    code: str
    version: Annotated[int, Field(description="Grows with every change.")]
    address: Address
    network: Annotated[
        int,
        Field(
            description="Counts the networks that the room has seen: it grows whenever the "
            "parameters are others, after a step, an undo, a pause of training."
        ),
    ]
    training: TrainingState | None
    steps: StepsState | None
    question: AskedQuestion | None
    closed_question: Annotated[RevealedQuestion | None, Field(description="Revealed last.")]
    drawing: Annotated[bool, Field(description="Whether drawings are taken.")]
    drawings: DrawingsState
    presses: Annotated[dict[str, int], Field(description="Of a remote's buttons, by their names.")]
    seats: Annotated[int, Field(description="How many are in the room.")]
    open: Annotated[bool, Field(description="false once, when the room has ended.")]


class OpenedRoom(RoomState):
    """A new room."""

    key: Annotated[
        str, Field(description="Lets one present in the room; it is told here and never again.")
    ]
    join: Annotated[str, Field(description="The address of the page by which phones join.")]


class NewVote(Body):
    """What a seat says."""

    choice: Index
    amount: Annotated[Number | None, Field(description="Where the question has an `amount`.")] = (
        None
    )


class Answers(BaseModel):
    """The answers to a question: null what is not told yet."""

    answered: int
    counts: list[int] | None
    right: float | None
    earlier: list[list[int]] | None
    amounts: Annotated[list[float] | None, Field(description="In order of their size.")]


class LostSeat(Body):
    """Who is lost."""

    seat: Annotated[str, Field(pattern=SEAT_PATTERN)]


class LostAt(BaseModel):
    """How many were lost at a beat."""

    beat: str
    count: int


class KeptQuestion(AskedQuestion):
    """A question with its answers, for the presenter alone."""

    counts: list[int]
    right: float | None
    earlier: list[list[int]]
    open: bool
    revealed: bool


class Desk(BaseModel):
    """What only the presenter may see."""

    lost: Annotated[list[LostAt], Field(description="Of every beat that was shown, in order.")]
    note: str
    questions: list[KeptQuestion]


class Reading(BaseModel):
    """What a network makes of a drawing."""

    prediction: int
    activation: Annotated[float, Field(description="Of the output that the drawing is said to be.")]
    activations: Annotated[list[float], Field(description="Of all outputs.")]


class ShownDrawing(BaseModel):
    """A drawing that everybody may see."""

    label: int
    pixels: list[float]
    ink: Annotated[str | None, Field(description="Its strokes, where the phone has sent them.")]
    reading: Reading


class ShownDrawings(BaseModel):
    """The drawings that everybody may see."""

    drawings: list[ShownDrawing]


class SentDrawing(BaseModel):
    """A drawing, for the presenter alone."""

    seat: Annotated[
        str, Field(description="A name of this drawing; no seat is known by it elsewhere.")
    ]
    label: int
    shown: bool
    reading: Reading
    pixels: Annotated[list[float] | None, Field(description="null with `?pixels=false`.")]


class SentDrawings(BaseModel):
    """All drawings."""

    digit: int | None
    drawings: list[SentDrawing]
    score: Annotated[Score | None, Field(description="null where there are none.")]


class OwnDrawing(BaseModel):
    """A seat's own drawing."""

    label: int
    pixels: Annotated[list[float] | None, Field(description="null with `?pixels=false`.")]
    ink: Annotated[
        str | None, Field(description="Its strokes; null where none were sent, or without pixels.")
    ]
    reading: Reading
    before: Annotated[
        Reading | None, Field(description="Before the room's step; null where there was none.")
    ]
    after: Annotated[Reading | None, Field(description="After it.")]


class ChosenDrawings(Body):
    """The drawings that everybody may see from now on: these and no others."""

    seats: Annotated[
        list[Annotated[str, Field(max_length=64)]], Field(max_length=1000, fail_fast=True)
    ]


class DrawingsAverage(BaseModel):
    """What the room's drawings ask of the parameters, on the average."""

    count: int
    cost: Annotated[float, Field(description="The mean C0.")]
    norm: Annotated[float, Field(description="The length of the average.")]
    average: Annotated[list[float], Field(description="-dC/dw, the mean over the drawings.")]


class BatchColumn(BaseModel):
    """What one drawing asks of the parameters."""

    label: int
    own: Annotated[bool, Field(description="Whether it is of the seat that asks.")]
    pixels: Annotated[list[float] | None, Field(description="null with `?pixels=false`.")]
    ink: Annotated[
        str | None, Field(description="Its strokes; null where none were sent, or without pixels.")
    ]
    cost: float
    prediction: int
    nudges: Annotated[list[float], Field(description="-dC0/dw of each of the rows.")]


class BatchTable(BaseModel):
    """What the room's drawings ask of some parameters."""

    rows: Annotated[list[int], Field(description="Which parameters.")]
    columns: list[BatchColumn]
    count: Annotated[int, Field(description="How many drawings the average is over: all.")]
    norm: Annotated[float, Field(description="The length of the whole average.")]
    average: Annotated[list[float], Field(description="-dC/dw of each of the rows.")]
    class_accuracy: Annotated[
        list[float],
        Field(description="For each digit the share of the test digits that are read right."),
    ]


class DrawingsStepAnswer(DrawingsStep):
    """What a step on the room's drawings has done."""

    iteration: int
    cost_before: float
    cost_after: float
    session: Annotated[WatchedSession, Field(description="The network after the step.")]
