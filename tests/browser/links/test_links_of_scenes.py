"""What was set in the descent, the calculus and the vanishing gradient is found again by a link."""

import pytest
from playwright.sync_api import expect

from tests.browser.support.linking import INK, address, come_to_the_same, go, is_found_again
from tests.browser.support.nudge_table import columns_there
from tests.browser.support.opening import Open
from tests.browser.support.playground import Playground
from tests.browser.support.vanishing import Vanishing


@pytest.fixture
def calm(open_playground: Open) -> Playground:
    return open_playground(reduced_motion="reduce")


def test_the_gradients_entry_and_order_are_found_again(
    open_playground: Open, calm: Playground
) -> None:
    calm.explain()
    go(calm, "descent/gradient")
    calm.page.get_by_role("button", name="size").click()
    calm.page.get_by_label("Find an entry by its number or name").fill("4711")
    calm.settle()
    pattern = rf"descent/gradient\?{INK}&target=3&trained=1000&order=size&entry=4711\+\d+"
    is_found_again(open_playground, calm, pattern)


@pytest.mark.long
def test_the_tables_digits_rows_and_average_are_found_again(
    open_playground: Open, calm: Playground
) -> None:
    calm.explain()
    go(calm, "descent/wishes")
    expect(columns_there(calm.page)).to_have_count(6)
    calm.page.get_by_label("Exchange this 5").select_option("own")
    calm.page.get_by_label("Exchange this 4").select_option("7")
    calm.page.get_by_label("Find a row").fill("12700")
    calm.page.get_by_label("Average over").select_option("100")
    expect(columns_there(calm.page)).to_have_count(6)
    columns = r"columns=262\+as3-pad\+1387\+\d+\+2432\+264"
    pattern = rf"descent/wishes\?{INK}&target=3&trained=1000&seed=\d+&{columns}&over=100&row=12700"
    is_found_again(open_playground, calm, pattern)


@pytest.mark.long
def test_training_as_it_was_set_is_found_again(open_playground: Open, calm: Playground) -> None:
    go(calm, "descent/training")
    expect(calm.page.locator("#train-step")).to_be_enabled()
    calm.page.get_by_text("More settings").click()
    calm.page.locator("#train-activation").select_option("tanh")
    expect(calm.page.locator("#train-step")).to_be_enabled()
    calm.settle()
    wanted = {"batch_size": "32", "learning_rate": "1.5", "momentum": "0.5", "seed": "77"}
    for name, value in wanted.items():
        calm.page.locator(f"#train-{name}").fill(value)
        calm.page.locator(f"#train-{name}").press("Enter")
    network = r"network=tanh\.sigmoid\.squared_error&start=random&seed=\d+"
    settings = r"batch=32&eta=1\.5&momentum=0\.5"
    calm.page.get_by_text("More settings").click()
    second = is_found_again(
        open_playground, calm, rf"descent/training\?{network}&{settings}&shuffle=77"
    )
    for playground in (calm, second):
        playground.press("train-step")
        expect(playground.page.get_by_test_id("train-step")).to_have_text("1")
        playground.settle()
    come_to_the_same(calm, second)


@pytest.mark.long
def test_the_landscape_and_the_wall_are_found_again(
    open_playground: Open, calm: Playground
) -> None:
    go(calm, "descent/mini-batches")
    expect(calm.page.locator("#descent").get_by_text("Around step")).to_be_visible()
    calm.page.locator("#landscape-zoom").select_option(index=1)
    is_found_again(
        open_playground, calm, r"descent/mini-batches\?trained=0&seed=\d+&zoom=near\+[\d.]+"
    )
    go(calm, "descent/learning")
    calm.page.locator("#descent td button, #descent td[tabindex]").nth(13).click()
    is_found_again(
        open_playground, calm, r"descent/learning\?digit=test-0&zoom=near\+[\d.]+&cell=1\+\d"
    )


def test_the_calculus_numbers_are_found_again(open_playground: Open, calm: Playground) -> None:
    go(calm, "calculus/chain")
    calm.page.locator("#calculus-w2").fill("0.1235")
    address(calm, r"calculus/chain\?chain=1\.5\+-0\.4\+0\.1235[\d.+-]+")
    go(calm, "calculus/examples")
    calm.page.get_by_label("x of example 2", exact=True).fill("0.77")
    derivative = calm.page.get_by_role("group", name="Derivative of the cost by")
    derivative.get_by_role("button").nth(1).click()
    pattern = r"calculus/examples\?chain=[\d.+-]+&pairs=0\.6\+1\+0\.77[\d.+-]+&parameter=1"
    address(calm, pattern)
    go(calm, "calculus/layers")
    calm.page.locator("#calculus input:not([type=range]):visible").nth(3).fill("-2.5")
    second = is_found_again(open_playground, calm, r"calculus/layers\?.*&wide=[\d.+-]+")
    for beat in ("examples", "chain"):
        for playground in (calm, second):
            go(playground, f"calculus/{beat}")
        come_to_the_same(calm, second)


@pytest.mark.long
def test_a_folded_path_is_found_again_and_unfolds(open_playground: Open, calm: Playground) -> None:
    calm.explain()
    go(calm, "calculus/fold")
    calm.page.locator("#calculus-path-1").fill("5")
    is_found_again(open_playground, calm, rf"calculus/fold\?{INK}&target=3&path=\d+\+5\+\d+\+\d+")
    calm.page.get_by_role("button", name="Fold", exact=True).click()
    second = is_found_again(
        open_playground, calm, r"calculus/chain\?.*&chain=[\de.+-]+&path=[\d+]+&unfolded=[\d.+-]+"
    )
    second.page.get_by_role("button", name="Unfold").click()
    address(second, r"calculus/fold\?(?!.*chain=).*")


@pytest.mark.long
def test_the_vanishing_gradients_networks_are_found_again(
    open_playground: Open, calm: Playground
) -> None:
    go(calm, "vanishing/depth")
    Vanishing(calm).unfold()
    choose(calm, "b", "depth", "4")
    calm.page.locator("#vanishing-a-activation").select_option("tanh")
    choose(calm, "a", "clip", "0.5")
    Vanishing(calm).measure.select_option("norm")
    # A network may have taken its first step before it was told to clip; no link tells of that.
    vanishing = Vanishing(calm)
    vanishing.stands_at_step(1)
    vanishing.button("Fresh start").click()
    vanishing.stands_at_step(1)
    vanishing.unfold()
    is_found_again(
        open_playground,
        calm,
        r"vanishing/depth\?a=2\+16\+tanh\+standard_normal\+7\+0\.5\+0\.5"
        r"&b=4\+16\+sigmoid\+xavier\+7\+0\.5\+off&measure=norm.*",
    )


def choose(playground: Playground, side: str, name: str, value: str) -> None:
    playground.page.locator(f"#vanishing-{side}-{name}").fill(value)
    playground.page.locator(f"#vanishing-{side}-{name}").press("Enter")


@pytest.mark.long
def test_a_lessons_path_and_digit_are_found_again(open_playground: Open, calm: Playground) -> None:
    go(calm, "vanishing/relu")
    go(calm, "vanishing/product")
    calm.page.get_by_role("button", name="Another path").click()
    calm.page.get_by_role("button", name="Another digit").click()
    pattern = r"vanishing/product\?lesson=sigmoid-10&rank=1&example=test-1"
    is_found_again(open_playground, calm, pattern)


@pytest.mark.long
def test_a_drawing_goes_through_both_networks_again(
    open_playground: Open, calm: Playground
) -> None:
    calm.put(7)
    calm.settle()
    go(calm, "vanishing/slopes")
    expect(calm.page.locator("#vanishing").get_by_text("the drawing, as a")).to_be_visible()
    is_found_again(open_playground, calm, rf"vanishing/slopes\?{INK}&example=as\d-pad")
