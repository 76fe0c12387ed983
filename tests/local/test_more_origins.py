"""``make up ORIGIN=``: a page's origin as its browser has it, or what to write instead."""

from __future__ import annotations

import pytest

from components.building_blocks.addresses import check_origin
from components.building_blocks.args_errors import ArgsError, Place
from local import __main__ as command
from local.more_origins import OriginError, page_origin


@pytest.mark.parametrize(
    "origin",
    ["http://localhost:5173", "http://127.0.0.1:3000", "http://[::1]:8000", "https://shop.test",
     "http://shop.localhost:4200", "https://xn--bcher-kva.de", "http://10.0.0.7:65535", "http://3d"],
)  # fmt: skip
def test_an_origin_is_taken_and_the_program_takes_it_too(origin: str) -> None:
    assert page_origin(origin) == origin
    assert check_origin(Place("ORIGIN"), origin) == origin


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("http://localhost:5173/", "http://localhost:5173"),
        ("http://localhost:5173/app/?a=b", "http://localhost:5173"),
        ("localhost:5173", "http://localhost:5173"),
        ("http://LocalHost:5173", "http://localhost:5173"),
        ("http://me@localhost:5173", "http://localhost:5173"),
        ("http://localhost:80", "http://localhost"),
        ("https://shop.test:443", "https://shop.test"),
        ("*", "http://localhost:5173"),
        ("http://*:5173", "http://localhost:5173"),
        ("http://localhost:99999", "http://localhost:5173"),
        ("ws://localhost:5173", "http://localhost:5173"),
        ("", "http://localhost:5173"),
        ("http://[0:0:0:0:0:0:0:1]:8000", "http://[::1]:8000"),
    ],
)
def test_anything_else_is_refused_with_what_is_meant(typed: str, meant: str) -> None:
    with pytest.raises(OriginError) as refused:
        page_origin(typed)

    assert str(refused.value).startswith(f"ORIGIN={typed} is no origin: it must be the scheme")
    assert f"such as {meant};" in str(refused.value)
    assert page_origin(meant) == meant


@pytest.mark.parametrize(
    "typed",
    ["http://a b", "http://x;y", "http://a'b", "http://bücher.de", "http://a,b", "http://a|b",
     "http://a%20b", "http://a_b:3000", "http://localhost.", "http://localhost:0", "http://127.1",
     "http://256.1.1.1", "http://0x7f.0.0.1", "http://1", "http://shop.1", "http://[::1%eth0]"],
)  # fmt: skip
def test_what_no_browser_sends_is_refused_by_both(typed: str) -> None:
    with pytest.raises(OriginError, match=r"such as http://localhost:5173; .* host of a-z"):
        page_origin(typed)
    with pytest.raises(ArgsError, match="must be an exact origin"):
        check_origin(Place("ORIGIN"), typed)


@pytest.mark.parametrize(
    "typed", ["null", "file:///home/me/page.html", "/home/me/page.html", "./a"]
)
def test_a_page_that_is_a_file_is_told_to_be_served(typed: str) -> None:
    with pytest.raises(OriginError, match=r"python3 -m http\.server 5173") as refused:
        page_origin(typed)

    assert page_origin(str(refused.value).rpartition("ORIGIN=")[2])


def test_make_up_refuses_it_before_anything_starts(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["up", "--port", "0", "--origin", "localhost:5173"]) == 1

    said = capsys.readouterr()
    assert (said.out, "such as http://localhost:5173" in said.err) == ("", True)
