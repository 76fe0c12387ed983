"""The model that the soak plays pages by: epochs, refused resumes and proofs, as in the client."""

from __future__ import annotations

import json
from typing import Any

from client.python_model import PageModel
from contract.frames import ERROR, RESUMED, TOO_SOON

OLD, NEW = "00000000000000aa", "00000000000000bb"


def sequence(number: int) -> str:
    return f"{number:020d}"


def event(page: PageModel, number: int, epoch: str = OLD) -> None:
    page.receive(json.dumps({"specversion": "1.0", "sequence": sequence(number), "epoch": epoch}))


def resumed(page: PageModel, through: int, **more: Any) -> None:
    asked = page.resume_frame().get("after") if page.wants_resume else None
    answer = {"after": asked, "through": sequence(through), "complete": True, "epoch": OLD}
    page.receive(json.dumps({"type": RESUMED, **answer, **more}))


def live_page(number: int = 100) -> PageModel:
    page = PageModel("ada")
    page.opened("c1")
    resumed(page, number)
    return page


def test_the_epoch_is_sent_with_the_last_sequence() -> None:
    page = live_page(7)
    page.prove()

    assert page.wants_resume
    assert page.resume_frame() == {"action": "resume", "after": sequence(7), "epoch": OLD}


def test_a_page_begins_anew_with_a_restored_log() -> None:
    page = live_page()
    event(page, 101)
    event(page, 92, NEW)
    assert page.resume_frame()["epoch"] == OLD

    event(page, 91, NEW)
    event(page, 92, NEW)
    answer = {"after": sequence(101), "complete": False, "epoch": NEW}
    resumed(page, 91, **answer)
    event(page, 102)  # late, of the log before
    resumed(page, 101, after=sequence(101))

    assert (page.delivered_before, page.delivered, page.gaps) == ([[101]], [91, 92], [(101, 91)])
    assert not page.wants_resume


def test_an_event_of_another_epoch_during_an_answer_is_asked_about() -> None:
    page = live_page()
    page.prove()
    page.resume_frame()
    event(page, 91, NEW)
    resumed(page, 100, after=sequence(100))

    assert page.wants_resume
    assert page.delivered == []


def test_a_resume_that_is_too_soon_is_sent_again_after_the_wait() -> None:
    page = live_page()
    page.prove()
    page.resume_frame()
    refusal = {"code": TOO_SOON, "message": "Wait.", "retryAfterSeconds": 5}
    page.receive(json.dumps({"type": ERROR, **refusal}))

    assert (page.wants_resume, page.wait_seconds) == (True, 5)
    page.resume_frame()
    assert page.wait_seconds == 0


def test_a_page_does_not_prove_while_a_resume_waits_for_its_answer() -> None:
    page = PageModel("ada")
    page.opened("c1")
    page.resume_frame()
    page.prove()

    assert not page.wants_resume


def test_an_event_that_was_lost_from_an_answer_is_asked_for_again() -> None:
    page = live_page()
    for through in (102, 102, 103):
        page.prove()
        page.resume_frame()
        event(page, 102)
        page.receive(json.dumps(answered(100, through)))
        assert page.delivered == [] or page.gaps

    assert (page.delivered, page.gaps) == ([102], [(100, 103)])
    page.prove()
    page.resume_frame()
    event(page, 104)
    page.receive(json.dumps(answered(103, 104)))
    assert (page.delivered, page.wants_resume) == ([102, 104], False)


def answered(after: int, through: int) -> dict[str, Any]:
    numbers = {"after": sequence(after), "through": sequence(through)}
    return {"type": RESUMED, **numbers, "complete": True, "epoch": OLD}
