"""What somebody does on a page by hand that asks the server for something of its own."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from tests.browser.support.playground import EXPLAINED, Playground

TRAINING: Final = "descent/training"
OTHER_RUN: Final = "[data-run][aria-current=false]"
"""Only from another one than the present run is there a way back."""


def is_true(_: Playground) -> bool:
    return True


@dataclass(frozen=True)
class Deed:
    """Something to be done at an address, and how to know that it is done."""

    at: str
    do: Callable[[Playground], Any]
    is_done: Callable[[Playground], bool]
    is_ready: Callable[[Playground], bool] = is_true
    """Whether the page shows what it takes."""


def click(selector: str) -> Callable[[Playground], None]:
    return lambda playground: playground.page.locator(selector).first.click()


def says(selector: str, text: str) -> Callable[[Playground], bool]:
    return lambda playground: (
        text in (playground.page.locator(selector).first.text_content(timeout=1000) or "")
    )


PRINT: Final = """() => {
  const root = document.documentElement;
  delete root.dataset.printed;
  window.print = () => {
    const sheet = document.querySelector("body > .sheet");
    const found = (what) => sheet?.querySelectorAll(what).length ?? 0;
    const [tables, missing] = [found(".sheet-table"), found(".sheet-missing")];
    root.dataset.printed = JSON.stringify({ tables, missing, text: sheet?.innerText });
  };
}"""


def print_it(playground: Playground) -> None:
    """Print, and keep what stands on the paper at that moment."""
    playground.page.evaluate(PRINT)
    playground.page.keyboard.press("Control+p")


def is_printed(playground: Playground) -> bool:
    """Tell whether a sheet with numbers was printed; it is put away."""
    page = playground.page
    written = page.evaluate("document.documentElement.dataset.printed")
    if written is None:
        return False
    printed = json.loads(written)
    assert printed["tables"] > 0, printed
    assert printed["missing"] == 0, printed
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    return True


def save_program(playground: Playground) -> None:
    playground.key("p")
    playground.page.get_by_role("button", name="Python file").click()


def is_saved(playground: Playground) -> bool:
    """Tell whether the program has been saved; the dialog is closed then."""
    if not says(".take-home-news", "is saved")(playground):
        return False
    playground.key("Escape")
    return True


def load_a_network(playground: Playground) -> None:
    request, sessions = playground.page.request, f"{playground.url}/api/sessions"
    id_ = request.post(sessions, data={"weights": "random", "seed": 5}).json()["id"]
    content = request.get(f"{sessions}/{id_}/parameters").body()
    playground.page.locator("#load-network").set_input_files(
        {"name": "drawn.safetensors", "mimeType": "", "buffer": content}
    )


def check_a_bias(playground: Playground) -> None:
    form = playground.page.locator("#what-if-form")
    form.locator("[name=kind]").select_option("bias")
    form.locator("[name=check]").click()


def rename(playground: Playground) -> None:
    field = playground.page.get_by_label("Name of the run").first
    field.fill("Mine")
    field.press("Enter")


def go_back(playground: Playground) -> None:
    """Go back to where the run began."""
    playground.page.locator("#train-moment").focus()
    playground.key("Home")


def train(count: int) -> Callable[[Playground], None]:
    return lambda playground: playground.page.evaluate(
        """(at) => {
          const dial = document.querySelector("#trained-for");
          dial.value = at;
          dial.dispatchEvent(new Event("input", { bubbles: true }));
          dial.dispatchEvent(new Event("change", { bubbles: true }));
        }""",
        count,
    )


def remove_run(playground: Playground) -> None:
    """Remove a run for good, which is asked about."""
    click(f"{OTHER_RUN} button:last-child")(playground)
    playground.page.get_by_role("button", name="Really?").click()


def has_no_run(playground: Playground) -> bool:
    return playground.page.locator(OTHER_RUN).count() == 0


STEP = "[data-testid=train-step]"
DEEDS: Final = (
    *(
        Deed(at, print_it, is_printed)
        for at in (
            *(EXPLAINED, "calculus/tree", "calculus/layers", "calculus/fold"),
            *("descent/gradient", "descent/wishes", "descent/learning"),
            *("vanishing/slopes", "vanishing/product", "vanishing/depth"),
        )
    ),
    Deed("descent/mini-batches", print_it, is_printed, says(".batch-angles", "off")),
    Deed(EXPLAINED, save_program, is_saved),
    Deed("calculus/tree", save_program, is_saved),
    Deed(EXPLAINED, load_a_network, is_true),
    Deed(f"{EXPLAINED}&panel=number&pin=2+5", check_a_bias, is_true),
    Deed(EXPLAINED, train(2), is_true),
    Deed(TRAINING, click("#train-step"), says(STEP, "1")),
    Deed(TRAINING, print_it, is_printed),
    Deed(TRAINING, rename, is_true),
    Deed(TRAINING, go_back, says(STEP, "0")),
    Deed(TRAINING, click("#train-step"), says(STEP, "1")),
    Deed(TRAINING, remove_run, has_no_run),
)
