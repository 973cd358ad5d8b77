"""Links lead somewhere, and every page can be found."""

from urllib.parse import unquote, urlsplit

import pytest

from tests.docs.page import ROOT, Page, anchor, page, pages

LONGEST = 140
"""Lines of the README: it is read to its end."""


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Who must not use ice", "who-must-not-use-ice"),
        ("A session, step by step", "a-session-step-by-step"),
        ("The microphone or the loudspeaker", "the-microphone-or-the-loudspeaker"),
        ("`floe hear --json`", "floe-hear---json"),
        ("Don't / do", "dont--do"),
        ("Zoé's snake_case", "zoés-snake_case"),
    ],
)
def test_ids_are_those_of_github(heading: str, name: str) -> None:
    assert anchor(heading) == name


def test_the_second_heading_of_a_name_has_a_number(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    file = tmp_path_factory.mktemp("page") / "twice.md"
    file.write_text("# Add\n\n## Add\n\n    # no heading\n\n## `add` it\n")
    assert Page(file).anchors == {"add", "add-1", "add-it"}


@pytest.mark.parametrize("one", pages(), ids=str)
def test_every_link_within_the_repository_leads_somewhere(one: Page) -> None:
    lost = []
    for link in one.links:
        url = urlsplit(link)
        if url.scheme or url.netloc:
            continue
        target = (one.path.parent / unquote(url.path)).resolve() if url.path else one.path
        there = target.exists() and target.is_relative_to(ROOT)
        if not there or (url.fragment and url.fragment not in Page(target).anchors):
            lost.append(link)
    assert not lost


@pytest.mark.parametrize("one", pages(), ids=str)
def test_links_to_elsewhere_are_whole(one: Page) -> None:
    for link in one.links:
        url = urlsplit(link)
        assert url.scheme in ("", "https"), link
        assert not url.scheme or "." in url.netloc, link


def test_every_page_is_linked_from_the_readme_or_from_one_that_is() -> None:
    readme = page("README.md")
    found, waiting = {readme.path}, [readme]
    while waiting:
        one = waiting.pop()
        for link in one.links:
            target = (one.path.parent / urlsplit(link).path).resolve()
            if target.suffix == ".md" and target not in found:
                found.add(target)
                waiting.append(Page(target))
    assert [str(one) for one in pages() if one.path not in found] == []


def test_the_readme_names_every_page_of_the_docs() -> None:
    named = {(ROOT / urlsplit(link).path).resolve() for link in page("README.md").links}
    docs = [one for one in pages() if one.path.parent.name == "docs"]
    assert [str(one) for one in docs if one.path not in named] == []


def test_the_readme_is_short() -> None:
    assert len(page("README.md").text.splitlines()) <= LONGEST
