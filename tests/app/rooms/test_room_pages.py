"""The pages by which phones join: where a code is typed, and the seat."""

import re
from urllib.parse import urljoin

import httpx
import pytest

from tests.conftest import Serve

PAGES = ["/r", "/r/ABC234", "/r/nothing-like-a-code"]


@pytest.mark.parametrize("path", PAGES)
def test_its_files_are_where_it_says(client: httpx.Client, path: str) -> None:
    """Its addresses are relative to its own, and nothing stands within it."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "{{" not in answer.text
    assert set(re.findall(r"<script[^>]*>(.*?)</script>", answer.text, re.DOTALL)) == {""}
    assert not re.search(r"<style|\s(style|on[a-z]+)=", answer.text)
    addresses = re.findall(r'\b(?:src|href)="([^"]+)"', answer.text)
    own = [address for address in addresses if not address.startswith("data:")]
    assert len(own) == 5
    for address in own:
        assert not address.startswith("/"), address
        assert client.get(urljoin(path, address)).status_code == 200, address


@pytest.mark.parametrize("path", PAGES)
def test_it_leads_to_the_playground_wherever_that_is(client: httpx.Client, path: str) -> None:
    found = re.search(r'data-up="([^"]*)"', client.get(path).text)
    assert found is not None
    assert urljoin(path, found[1] or "./") == "/"


def test_it_asks_for_the_room_itself(serve: Serve) -> None:
    """So the page is the same for all, and who opens it learns nothing of which rooms there are."""
    client = serve()
    assert client.get("/r/ABC234").text == client.get("/r/ZZZ999").text
