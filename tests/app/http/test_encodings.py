"""Which encoding a file is sent in: the caller's choice, by RFC 9110."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.http.static_files import encoding_for

OFFERED = ("br", "gzip")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("gzip;q=0", "identity"),
        ("gzip;q=0.0, br;q=0", "identity"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("gzip ; q=0.8 , br ; q=0.9", "br"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("gzip, *;q=0", "gzip"),
        ("identity", "identity"),
        ("identity;q=0, gzip", "gzip"),
        ("identity, gzip;q=0.5", "identity"),
        ("identity;q=0.5, gzip", "gzip"),
        ("gzipped, brotli", "identity"),
        ("gzip;q=nonsense", "identity"),
        ("gzip;q=nan", "identity"),
        (";;,,;q=", "identity"),
    ],
)
def test_an_encoding_is_chosen(accepted: str, encoding: str) -> None:
    assert encoding_for(accepted, OFFERED) == encoding


def test_what_is_not_offered_is_not_chosen() -> None:
    assert encoding_for("br", ("gzip",)) == "identity"
    assert encoding_for("br, gzip", ()) == "identity"


weights = st.none() | st.decimals(0, 1, places=3)
named = st.dictionaries(st.sampled_from(["br", "gzip", "identity", "*", "deflate"]), weights)


@given(named)
def test_the_choice_is_wanted_and_nothing_is_wanted_more(wanted: dict[str, object]) -> None:
    header = ", ".join(
        name if weight is None else f"{name};q={weight}" for name, weight in wanted.items()
    )
    weight_of = {name: 1.0 if q is None else float(str(q)) for name, q in wanted.items()}
    others = weight_of.get("*", 0.0)
    chosen = encoding_for(header, OFFERED)
    wants = {name: weight_of.get(name, others) for name in OFFERED}
    if chosen == "identity":
        assert all(want == 0 or want < weight_of.get("identity", 0) for want in wants.values())
    else:
        assert wants[chosen] > 0
        assert wants[chosen] == max(wants.values())
        assert wants[chosen] >= weight_of.get("identity", 0)


@given(st.text())
def test_any_header_is_answered(header: str) -> None:
    assert encoding_for(header, OFFERED) in (*OFFERED, "identity")
