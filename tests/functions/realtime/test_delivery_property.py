"""A page has every event once, in order, by its next proof, whatever happened before."""

from __future__ import annotations

from hypothesis import event as note
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from moto import mock_aws

from contract.limits import RESUME_COOLDOWN_SECONDS, SUBSCRIPTION_CHECK_SECONDS
from functions.realtime.stores.connections import HANDSHAKE_SECONDS
from tests.support.faulty_pages import ToldPage
from tests.support.faulty_world import TOKEN_SECONDS, USERS, WINDOW_SECONDS, World
from tests.support.notifier_on_moto import an_event, new_realtime

pages = st.integers(0, 3)
users = st.sampled_from(USERS)


class Delivery(RuleBasedStateMachine):
    """Two users with two pages each. Producers, networks, tables and clocks act at random."""

    def __init__(self) -> None:
        super().__init__()
        self.aws = mock_aws(config={"core": {"mock_credentials": True}})
        self.aws.start()
        self.world = World(new_realtime())
        self.pages, self.api = self.world.pages, self.world.api

    @initialize()
    def every_page_opens(self) -> None:
        for number in range(len(self.pages)):
            self.come_back(number)

    @rule(user=users)
    def push(self, user: str) -> None:
        self.world.push(user)

    @rule(user=users, back=st.integers(1, 5))
    def push_an_id_again(self, user: str, back: int) -> None:
        known = self.world.pushed[user][-back:]
        if known and known[0][1] > self.world.realtime.time - WINDOW_SECONDS:
            self.world.push(user, known[0][0], again=True)

    @rule(user=users, before=st.sampled_from(["get_item", "batch_write_item", "put_item"]))
    def push_while_another_producer_overtakes(self, user: str, before: str) -> None:
        self.world.push(user, client=self.world.amid(before, lambda: self.world.push(user)))

    @rule()
    def appends_read_and_write_in_the_other_order(self) -> None:
        self.world.realtime.writes_first = not self.world.realtime.writes_first

    @rule(user=users, is_repeated=st.booleans())
    def push_that_dies_before_it_posts(self, user: str, is_repeated: bool) -> None:
        event_id = self.world.new_id()
        self.world.realtime.log.append(user, an_event(event_id), WINDOW_SECONDS)
        self.world.pushed[user].append((event_id, self.world.realtime.time))
        if is_repeated:
            self.world.push(user, event_id, again=True)

    @rule(number=pages)
    def vanish_without_disconnect(self, number: int) -> None:
        self.world.vanish(self.pages[number])

    @rule(number=pages, status=st.sampled_from([429, 500]), times=st.integers(1, 6))
    def read_slowly(self, number: int, status: int, times: int) -> None:
        self.api.fail(str(self.pages[number].connection_id), *[status] * times)

    @rule(number=pages)
    def the_next_post_is_answered_410_in_error(self, number: int) -> None:
        self.api.fail(str(self.pages[number].connection_id), 410)

    @rule(number=pages)
    def the_row_goes_while_the_socket_stays_open(self, number: int) -> None:
        self.world.forget_row(self.pages[number])

    @rule(number=pages, times=st.integers(1, 2))
    def the_next_frames_are_lost(self, number: int, times: int) -> None:
        if not self.pages[number].wants_resume:
            self.pages[number].loses = times

    @rule(number=pages)
    def the_newest_post_is_lost(self, number: int) -> None:
        if not self.pages[number].wants_resume:
            self.pages[number].loses = 1
            self.world.push(self.pages[number].user_id)

    @rule(number=pages, before=st.sampled_from(["batch_get_item", "update_item", "query"]))
    def the_row_goes_amid_a_resume(self, number: int, before: str) -> None:
        page = self.pages[number]
        if page.connection_id and not page.wants_resume:
            page.prove()
            self.world.resume(page, self.world.amid(before, lambda: self.world.forget_row(page)))
            self.world.answer_resumes()

    @rule(number=pages)
    def a_clean_up_races_a_resume(self, number: int) -> None:
        page, connection_id = self.pages[number], str(self.pages[number].connection_id)

        def resume(posted_to: str) -> None:
            if posted_to == connection_id and page.connection_id and not page.wants_resume:
                self.api.before_post = lambda _: None
                page.prove()
                self.world.resume(page)
                self.api.fail(connection_id, 410)

        self.api.before_post = resume
        self.world.push(page.user_id)
        self.api.before_post = lambda _: None

    @rule()
    def back_up_the_log(self) -> None:
        self.world.take_backup()

    @rule()
    def restore_the_log(self) -> None:
        self.world.restore_backup()

    @rule(user=users)
    def push_by_an_instance_that_knows_the_log_before(self, user: str) -> None:
        if self.world.left_log:
            request = {"userId": user, "event": an_event(self.world.new_id())}
            pusher = self.world.realtime.pusher(self.api, self.world.left_log)
            self.world.realtime.push_with(pusher, request)
            self.world.answer_resumes()

    @rule(number=pages)
    def come_back(self, number: int) -> None:
        if self.pages[number].connection_id is None:
            self.world.open(self.pages[number])
            self.world.answer_resumes()

    @rule(number=pages, user=users)
    def come_back_while_a_producer_pushes(self, number: int, user: str) -> None:
        page = self.pages[number]
        if page.connection_id is None:
            self.world.open(page)
            self.world.resume(page, self.world.amid("query", lambda: self.world.push(user)))
            self.world.answer_resumes()

    @rule(number=pages)
    def reload_while_a_producer_pushes_amid_the_handshake(self, number: int) -> None:
        page = self.pages[number]
        self.world.vanish(page)
        self.world.open(page, amid=lambda: self.world.push(page.user_id))
        self.world.answer_resumes()

    @rule(number=pages)
    def leave_ghosts_at_the_limit(self, number: int) -> None:
        """A tab that loses its network again and again pushes no living tab out."""
        page, other = self.pages[number], self.pages[(number + 2) % 4]
        self.world.pass_time(HANDSHAKE_SECONDS + 1)
        self.api.fail(str(other.connection_id))
        before = other.connection_id
        for _ in range(4):
            self.world.vanish(page)
            self.world.open(page)
            self.world.answer_resumes()
            assert other.connection_id == before
            self.api.fail(str(before))
            self.world.realtime.time += HANDSHAKE_SECONDS + 1
        self.world.pass_time(0)

    @rule(seconds=st.sampled_from([1, RESUME_COOLDOWN_SECONDS, 200, SUBSCRIPTION_CHECK_SECONDS]))
    def let_time_pass(self, seconds: int) -> None:
        self.world.pass_time(seconds)

    @rule(user=users)
    def wake_up(self, user: str) -> None:
        """After its proof a page hears the next event, with no resume and no new connection."""
        awake = [page for page in self.pages if page.user_id == user and page.connection_id]
        for page in awake:
            self.api.fail(str(page.connection_id))
            page.loses = 0
            page.prove()
        self.world.answer_resumes()
        while any(page.wants_resume for page in awake):
            self.world.pass_time(RESUME_COOLDOWN_SECONDS)
        self._hears_live(user, [page for page in awake if self._is_authorized(page)])

    @invariant()
    def every_page_has_each_event_at_most_once_and_in_order(self) -> None:
        for page in self.pages:
            for delivered in (page.delivered, *page.delivered_before):
                assert delivered == sorted(set(delivered))

    @invariant()
    def no_page_trusts_its_subscription_for_too_long(self) -> None:
        for page in self.pages:
            age = self.world.realtime.time - page.trusted_since
            assert page.connection_id is None or age <= SUBSCRIPTION_CHECK_SECONDS

    def teardown(self) -> None:
        """Every page connects again. Then each hears what comes live."""
        try:
            for page in self.pages:
                self._settle(page)
            self.world.pass_time(HANDSHAKE_SECONDS + 1)
            for user in USERS:  # deletes rows of gone connections, closes expired ones
                self.world.push(user)
            for page in self.pages:
                self._settle(page)
            for user in USERS:
                self._hears_live(user, [page for page in self.pages if page.user_id == user])
            for fault, times in self.world.counts.items():
                note(f"{fault}: {'some' if times else 'none'}")
        finally:
            self.aws.stop()

    def _settle(self, page: ToldPage) -> None:
        for _ in range(20):
            self.api.fail(str(page.connection_id))
            page.loses = 0
            if page.connection_id is None:
                self.world.open(page)
            page.prove()
            self.world.answer_resumes()
            if page.connection_id is not None and not page.wants_resume:
                return
            self.world.pass_time(RESUME_COOLDOWN_SECONDS)
        raise AssertionError("the page never settled")

    def _is_authorized(self, page: ToldPage) -> bool:
        opened_at = self.world.opened_at.get(page.connection_id, 0)
        return opened_at + TOKEN_SECONDS > self.world.realtime.time

    def _hears_live(self, user: str, listening: list[ToldPage]) -> None:
        before = [(page.connection_id, page.resumes) for page in listening]
        answer = self.world.push(user)
        assert answer["delivered"] >= len(listening)
        for page in listening:
            assert page.delivered[-1] == int(answer["sequence"])
        assert before == [(page.connection_id, page.resumes) for page in listening]


Delivery.TestCase.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
test_every_page_has_every_event_once_and_in_order = Delivery.TestCase
