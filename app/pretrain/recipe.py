"""How each shipped network is trained: every number that the result depends on."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from app.pretrain.distort import Distortion
from app.pretrain.vary import Variation


@dataclass(frozen=True)
class Recipe:
    """Hyperparameters of one training run; with the seed and the data they fix its result."""

    initializer: str = "xavier"
    seed: int = 0
    epochs: int = 50
    batch_size: int = 32
    learning_rate: float = 0.15
    """At its highest; it rises over `warm_up_steps` and falls to 0 as half a cosine."""
    momentum: float = 0.9
    warm_up_steps: int = 1000
    averaged_share: float = 0.1
    """Over this last share of the steps the parameters are averaged into the result."""
    pen_pictures: int = 24_000
    """Pictures of pen drawings in each epoch, in addition to all digits of MNIST."""
    pen_copies: int = 8
    """How often each pen drawing is rendered, each time varied again."""
    held_back_writers: int = 4
    """Writers whose drawings are never trained on, only measured with."""
    distorted_share: float = 0.5
    """Share of the pictures that are distorted, drawn again in each epoch."""
    fading_share: float = 0.4
    """Over this last share of the epochs distortions weaken to none."""
    distortion: Distortion = field(default_factory=lambda: Distortion().weakened(0.5))
    variation: Variation = field(default_factory=Variation)

    def distortion_in(self, epoch: int) -> Distortion:
        """Return how far pictures are distorted in this epoch, counted from 0."""
        remaining = (self.epochs - epoch) / self.epochs
        if remaining >= self.fading_share:
            return self.distortion
        return self.distortion.weakened(remaining / self.fading_share)

    def changed(self, epochs: int | None, seed: int | None) -> "Recipe":
        """Return the recipe with another count of epochs or seed where one is given."""
        return replace(
            self,
            epochs=self.epochs if epochs is None else epochs,
            seed=self.seed if seed is None else seed,
        )

    def as_dict(self) -> dict[str, Any]:
        """Return all numbers by name, nested as they are here."""
        return asdict(self)


RECIPES: Final = {
    "sigmoid": Recipe(),
    "tanh": Recipe(learning_rate=0.02),
    "relu": Recipe(initializer="he", learning_rate=0.03),
}
"""By the names of the shipped networks."""
