"""What can be set for a run of training: one row for each setting.

To add one: write its row here. The training socket, the trainer, the runs' names, /api/options
and the printed tables read this table.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, TypeAlias

from app.nn.training import Descent

Value: TypeAlias = float | None


class Setting(NamedTuple):
    """One setting of a run."""

    label: str
    """Its name in a form."""
    description: str
    """What it is, in a few words."""
    short: str
    """Its name in a run's own name, before its value."""
    default: Value
    is_whole: bool = False
    is_optional: bool = False
    """Whether it may be None, which turns it off."""
    low: float | None = 0
    is_above_low: bool = False
    """Whether it must be larger than `low`; otherwise it may be equal."""
    high: float | None = None
    """The largest value that a form offers."""
    below: float | None = None
    """What it must be smaller than."""
    limit: str | None = None
    """The server's setting that is its upper limit."""
    is_of_session: bool = False
    """Whether a session's own value takes the default's place."""
    is_logarithmic: bool = False
    """Whether a slider of it is best divided into powers of ten."""
    suggestions: tuple[float, ...] = ()
    link: str = ""
    """Its key in an address."""
    apply: Callable[[Descent, Value], None] | None = None
    """Let a descent go on with a value, from its next step; None where the trainer itself reads
    the setting."""

    def text(self, value: Value) -> str:
        """Return a value as people read it."""
        return "–" if value is None else f"{value:.0f}" if self.is_whole else f"{value:g}"


SETTINGS: Final[dict[str, Setting]] = {
    "batch_size": Setting(
        "Mini-batch",
        "digits in a mini-batch",
        "batch",
        default=10,
        is_whole=True,
        low=1,
        high=60_000,
        limit="max_batch_size",
        is_logarithmic=True,
        suggestions=(1, 10, 32, 100, 1000, 60_000),
        link="batch",
    ),
    "learning_rate": Setting(
        "Learning rate",
        "learning rate",
        "rate",
        default=0.5,
        is_above_low=True,
        limit="max_training_rate",
        is_logarithmic=True,
        suggestions=(0.1, 0.5, 1.5, 3),
        link="eta",
    ),
    "momentum": Setting(
        "Momentum",
        "momentum",
        "momentum",
        default=0.0,
        high=0.99,
        below=1,
        suggestions=(0, 0.5, 0.9),
        link="momentum",
        apply=lambda descent, momentum: descent.set_momentum(momentum or 0.0),
    ),
    "seed": Setting(
        "Seed",
        "seed of the shuffling",
        "seed",
        default=0,
        is_of_session=True,
        is_whole=True,
        high=2**53 - 1,
        link="shuffle",
    ),
    "clip": Setting(
        "Clip at",
        "largest norm of a step's gradient",
        "clip",
        default=None,
        is_optional=True,
        is_above_low=True,
        is_logarithmic=True,
        link="clip",
        apply=lambda descent, clip: setattr(descent, "clip", clip),
    ),
}
"""All settings by name."""

ALWAYS_NAMED: Final = ("learning_rate", "batch_size")


class TrainSettings:
    """A value for each setting; it stays as it is."""

    def __init__(self, **values: Value) -> None:
        """Take the defaults for what is not named."""
        self._values = {name: values.get(name, each.default) for name, each in SETTINGS.items()}

    def __eq__(self, other: object) -> bool:
        """Return whether all values are the same."""
        return isinstance(other, TrainSettings) and self.values() == other.values()

    def __hash__(self) -> int:
        """Return a number that is the same for the same values."""
        return hash(tuple(self._values.items()))

    def values(self) -> dict[str, Value]:
        """Return all values by name."""
        return dict(self._values)

    def changed(self, changes: Mapping[str, Value]) -> "TrainSettings":
        """Return these settings with some of them changed."""
        return TrainSettings(**{**self._values, **changes})

    @property
    def batch_size(self) -> int:
        """How many training digits a mini-batch holds."""
        return int(self._number("batch_size"))

    @property
    def learning_rate(self) -> float:
        """How far a step goes along the gradient."""
        return self._number("learning_rate")

    @property
    def seed(self) -> int:
        """Decides how the training digits are shuffled into mini-batches."""
        return int(self._number("seed"))

    def sees_same_digits(self, other: "TrainSettings") -> bool:
        """Return whether a run with the other settings goes through the same mini-batches."""
        return (self.batch_size, self.seed) == (other.batch_size, other.seed)

    def apply(self, descent: Descent) -> None:
        """Let a descent take its next steps with these settings."""
        for name, setting in SETTINGS.items():
            if setting.apply is not None:
                setting.apply(descent, self._values[name])

    def unusual(self) -> list[str]:
        """Return the names of settings that differ from their defaults, except a session's own."""
        return [
            name
            for name, setting in SETTINGS.items()
            if not setting.is_of_session and self._values[name] != setting.default
        ]

    def name(self) -> str:
        """Return a name that distinguishes a run from others in one picture."""
        others = (name for name in self.unusual() if name not in ALWAYS_NAMED)
        return ", ".join(
            f"{SETTINGS[name].short} {SETTINGS[name].text(self._values[name])}"
            for name in (*ALWAYS_NAMED, *others)
        )

    def _number(self, name: str) -> float:
        value = self._values[name]
        assert value is not None, f"Expected a number for {name}"
        return value
