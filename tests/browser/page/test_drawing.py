"""Ink on the pad: mouse, finger and pen."""

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.again import again
from tests.browser.support.drawing import (
    DIGITS,
    Finger,
    MouseButton,
    Pen,
    box_of,
    draw,
    line,
    on_screen,
)
from tests.browser.support.opening import PHONE, PROJECTOR, Look, Open
from tests.browser.support.playground import EXPLAINED, Playground

DOWN = line((0.4, 0.2), (0.4, 0.8))


@pytest.fixture
def touched(look: Look) -> Playground:
    """A page on a phone that the tests share: they draw on it with a finger."""
    touched = look(EXPLAINED, PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
    touched.press("clear")
    touched.settle()
    return touched


@pytest.mark.parametrize("size", [PROJECTOR, *again(PHONE)], ids=["projector", "phone"])
def test_nothing_is_predicted_before_something_is_drawn(
    open_playground: Open, size: ViewportSize
) -> None:
    playground = open_playground(size)
    expect(playground.prediction).to_be_empty()
    expect(playground.cost).to_be_empty()
    expect(playground.iteration).to_have_text("0")
    expect(playground.body).to_have_attribute("data-scene", "walk")
    expect(playground.body).to_have_attribute("data-beat", "draw")


# Each of the others is read in another test here, too.
@pytest.mark.parametrize("digit", [1, *again(*(digit for digit in DIGITS if digit != 1))])
def test_drawn_digits_are_read(projected: Playground, digit: int) -> None:
    projected.draw(digit)
    expect(projected.prediction).to_have_text(str(digit))


def test_a_digit_is_read_while_the_pointer_is_still_down(blank: Playground) -> None:
    [stroke] = DIGITS[7]
    box = box_of(blank.pad)
    mouse = blank.page.mouse
    mouse.move(*on_screen(box, stroke[0]))
    mouse.down()
    for point in stroke[1:]:
        mouse.move(*on_screen(box, point))
    expect(blank.prediction).to_have_text("7")
    before = blank.pixels()
    mouse.up()
    assert blank.pixels() == before


def test_the_answer_follows_every_stroke(blank: Playground) -> None:
    draw(blank.pad, DIGITS[4][:1])
    first = blank.pixels()
    draw(blank.pad, DIGITS[4][1:])
    assert blank.pixels() != first
    expect(blank.prediction).to_have_text("4")


def test_a_point_is_ink_too(blank: Playground) -> None:
    draw(blank.pad, [[(0.5, 0.5)]])
    expect(blank.prediction).not_to_be_empty()
    assert sum(blank.pixels()) > 0


def test_a_finger_draws_on_a_phone(touched: Playground) -> None:
    Finger(touched.page).draw(touched.pad, DIGITS[2])
    expect(touched.prediction).to_have_text("2")


def test_the_page_does_not_scroll_under_a_drawing_finger(open_playground: Open) -> None:
    low = open_playground({"width": 390, "height": 500}, has_touch=True, is_mobile=True)
    finger = Finger(low.page)
    finger.draw(low.pad, [line((0.5, 0.9), (0.5, 0.1))])
    expect(low.prediction).not_to_be_empty()
    assert low.page.evaluate("scrollY") == 0
    # The same way of the finger beside the pad does scroll.
    finger.draw(low.caption, [[(0.5, 0.9), (0.5, 0.4), (0.5, -1), (0.5, -3)]])
    low.page.wait_for_function("() => scrollY > 0")


def test_a_pen_draws(blank: Playground) -> None:
    blank.page.evaluate(
        "addEventListener('pointerdown', (by) => { drawnBy = by.pointerType }, { once: true })"
    )
    Pen(blank.page).draw(blank.pad, DIGITS[3])
    expect(blank.prediction).to_have_text("3")
    assert blank.page.evaluate("drawnBy") == "pen"


def test_a_second_finger_changes_nothing(touched: Playground) -> None:
    finger = Finger(touched.page)
    finger.draw(touched.pad, [DOWN])
    alone = touched.pixels()
    touched.press("clear")

    box = box_of(touched.pad)
    first = [on_screen(box, point) for point in DOWN]
    second = [on_screen(box, (0.9, y)) for _, y in DOWN]
    finger.touch("Start", first[0])
    for here, there in zip(first[1:], second[1:], strict=True):
        finger.touch("Move", here, there)
    finger.touch("End", second[-1])
    finger.touch("End")
    assert touched.pixels() == alone


@pytest.mark.parametrize("button", ["right", "middle"])
def test_other_mouse_buttons_draw_nothing(blank: Playground, button: MouseButton) -> None:
    before = len(blank.calls)
    draw(blank.pad, [DOWN], button=button)
    blank.settle()
    expect(blank.prediction).to_be_empty()
    assert not any("/forward" in call.path for call in blank.calls[before:])


def test_a_stroke_goes_on_beyond_the_edge_of_the_pad(blank: Playground) -> None:
    box = box_of(blank.pad)
    mouse = blank.page.mouse
    out_and_back = [(0.5, 0.5), (0.9, 0.5), (1.4, 0.5), (1.4, 0.7), (0.9, 0.7), (0.5, 0.7)]
    mouse.move(*on_screen(box, out_and_back[0]))
    mouse.down()
    pictures = []
    for point in out_and_back[1:]:
        mouse.move(*on_screen(box, point))
        pictures.append(blank.pixels())
    assert pictures[-1] != pictures[-2], "drawing goes on where the pointer comes back"
    mouse.up()
    blank.press("undo-stroke")
    expect(blank.prediction).to_be_empty()


def test_a_button_let_go_beyond_the_edge_ends_the_stroke(blank: Playground) -> None:
    box = box_of(blank.pad)
    mouse = blank.page.mouse
    mouse.move(*on_screen(box, (0.5, 0.5)))
    mouse.down()
    mouse.move(*on_screen(box, (1.5, 0.5)))
    mouse.up()
    before = blank.pixels()
    mouse.move(*on_screen(box, (0.2, 0.9)))
    assert blank.pixels() == before


def test_undo_stroke_takes_back_the_last_one(projected: Playground) -> None:
    draw(projected.pad, DIGITS[4][:1])
    first = projected.pixels()
    draw(projected.pad, DIGITS[4][1:])
    expect(projected.prediction).to_have_text("4")
    projected.press("undo-stroke")
    assert projected.pixels() == first
    projected.press("undo-stroke")
    expect(projected.prediction).to_be_empty()
    expect(projected.page.locator("#undo-stroke")).to_be_disabled()


@pytest.mark.parametrize("way", ["clear", *again("sample-next", "link")])
def test_undo_stroke_brings_back_the_drawing_that_another_has_replaced(
    projected: Playground, way: str
) -> None:
    projected.draw(4)
    drawn = projected.pixels()
    if way == "link":
        projected.page.evaluate("() => { location.hash = 'walk/answer?digit=test-1'; }")
    else:
        projected.press(way)
    expect(projected.prediction).not_to_have_text("4")
    projected.press("undo-stroke")
    expect(projected.prediction).to_have_text("4")
    assert projected.pixels() == drawn
    for _ in DIGITS[4]:
        projected.press("undo-stroke")
    expect(projected.prediction).to_be_empty()
    expect(projected.page.locator("#undo-stroke")).to_be_disabled()


def test_clear_wipes_the_pad_and_what_was_said_about_it(projected: Playground) -> None:
    projected.draw(7)
    projected.say(1)
    expect(projected.cost).not_to_be_empty()
    projected.press("clear")
    expect(projected.prediction).to_be_empty()
    expect(projected.cost).to_be_empty()
    expect(projected.page.locator("#target-1")).to_have_attribute("aria-pressed", "false")
    expect(projected.body).to_have_attribute("data-beat", "draw")
    projected.draw(0)
    expect(projected.prediction).to_have_text("0")
