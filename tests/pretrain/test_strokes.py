"""The UNIPEN reader, on small files written here."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from app.pretrain.strokes import read_pen_drawings, split_by_writer

SOUND = """.INCLUDE        dene.doc

.LEXICON "0" "1" "2" "3" "4" "5" "6" "7" "8" "9"
.HIERARCHY      DIGIT

.SEGMENT DIGIT    0 ? "8"
.COMMENT 8 12  224
.PEN_DOWN
 267  333
 268  330
.PEN_UP
.DT 100

.SEGMENT DIGIT   1-2 ? "4"
.COMMENT 4  7   54
.PEN_DOWN
 -5  300
 10  310
 12  290
.PEN_UP
.DT 100
.PEN_DOWN
 20  280
.PEN_UP
.DT 100
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "strokes.unipen"


def test_labels_writers_and_strokes_are_read(path: Path) -> None:
    path.write_text(SOUND, "ascii")
    eight, four = read_pen_drawings(path)
    assert (eight.label, eight.writer) == (8, 12)
    assert (four.label, four.writer) == (4, 7)
    assert [len(stroke) for stroke in four.strokes] == [3, 1]


def test_y_points_down_as_on_the_page(path: Path) -> None:
    path.write_text(SOUND, "ascii")
    eight, _ = read_pen_drawings(path)
    assert np.array_equal(eight.strokes[0], [[267, -333], [268, -330]])


def test_packed_files_are_read_too(path: Path) -> None:
    path.write_bytes(gzip.compress(SOUND.encode("ascii")))
    assert [drawing.label for drawing in read_pen_drawings(path)] == [8, 4]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"8"\n', '"x"\n', r"line 6: expected \.SEGMENT DIGIT … \"digit\""),
        (".COMMENT 8 12  224", ".COMMENT 8 12", r"line 7: expected \.COMMENT digit writer number"),
        (".COMMENT 8 12  224", ".COMMENT 3 12  224", "line 7: expected a comment on a 8, but .* 3"),
        (".COMMENT 8 12  224\n", "", "line 13: expected a .COMMENT with the writer"),
        (" 267  333", " 267  mouse", "line 9: expected a point 'x y', but got '267 mouse'"),
        (" 267  333", " 267", "line 9: expected a point 'x y', but got '267'"),
        (".PEN_DOWN\n 267", " 267", r"line 8: expected points between \.PEN_DOWN and \.PEN_UP"),
        (" 267  333\n 268  330\n", "", r"line 9: expected \.PEN_UP after \.PEN_DOWN and points"),
        (" 268  330\n.PEN_UP\n", "", r"line 12: expected \.PEN_UP before the digit ends"),
        (" 20  280\n.PEN_UP\n.DT 100\n", "", r"at its end: expected \.PEN_UP before"),
        (" 267  333", ".PEN_DOWN", r"line 9: expected \.PEN_DOWN within a digit"),
    ],
)
def test_broken_files_are_refused_by_line(path: Path, old: str, new: str, message: str) -> None:
    assert old in SOUND
    path.write_text(SOUND.replace(old, new, 1), "ascii")
    with pytest.raises(ValueError, match=rf"^strokes\.unipen.*{message}"):
        read_pen_drawings(path)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "expected pen strokes of digits, but got none"),
        (b"\xff\xfe\x00", "expected text"),
        (gzip.compress(SOUND.encode("ascii"))[:-20], "expected text"),
        (b"\x1f\x8b broken", "expected text"),
    ],
)
def test_files_of_another_kind_are_refused(path: Path, data: bytes, message: str) -> None:
    path.write_bytes(data)
    with pytest.raises(ValueError, match=message):
        read_pen_drawings(path)


def test_whole_writers_are_held_back(path: Path) -> None:
    path.write_text(SOUND, "ascii")
    drawings = read_pen_drawings(path)
    kept, held_back = split_by_writer(drawings, 1)
    assert [drawing.writer for drawing in kept] == [7]
    assert [drawing.writer for drawing in held_back] == [12]


@pytest.mark.parametrize("count", [0, 2])
def test_somebody_stays_on_either_side(path: Path, count: int) -> None:
    path.write_text(SOUND, "ascii")
    with pytest.raises(ValueError, match=f"from 1 to 1 of 2 writers, but got {count}"):
        split_by_writer(read_pen_drawings(path), count)
