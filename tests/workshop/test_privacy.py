"""What is published never lets fewer than three people be told apart from the rest."""

from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.privacy import FEWEST_IN_STEP, FEWEST_SHOWN, Member, regroup

EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("send"), st.integers(1, 9)),
        st.tuples(st.just("leave"), st.integers(0, 10_000)),
        st.just(("look", 0)),
    ),
    max_size=60,
)


class Room:
    """The rows of a session and every set of people that was ever published."""

    def __init__(self):
        self.cell = {}  # key -> cell of everyone who sent and is here
        self.gone = []  # cells of the empty rows
        self.people = 0
        self.published = []

    def send(self, number):
        for _ in range(number):
            self.cell[f"p{self.people}"] = None
            self.people += 1

    def leave(self, which):
        if not self.cell:
            return
        key = sorted(self.cell)[which % len(self.cell)]
        if (cell := self.cell.pop(key)) is not None:
            self.gone.append(cell)

    def look(self):
        members = [Member(key, cell, True) for key, cell in self.cell.items()]
        members += [Member(f"gone{n}", cell, False) for n, cell in enumerate(self.gone)]
        grouping = regroup(members)
        self.cell |= grouping.moved
        shown = {key for key, cell in self.cell.items() if cell in grouping.cells}
        self.published.append(frozenset(shown))
        return grouping

    def play(self, events):
        for what, number in events:
            if what == "look":
                self.look()
            else:
                getattr(self, what)(number)
            yield
        self.look()


def smallest_told_apart(published):
    """The size of the smallest group that sums and differences of the published sets can reach."""
    groups = defaultdict(int)
    for person in frozenset().union(*published):
        groups[tuple(person in people for people in published)] += 1
    return min(groups.values(), default=FEWEST_IN_STEP)


@settings(max_examples=500)
@given(EVENTS)
def test_no_sequence_of_published_sets_reaches_fewer_than_three_people(events):
    room = Room()
    for _ in room.play(events):
        pass
    assert smallest_told_apart(room.published) >= FEWEST_IN_STEP
    for one in room.published:
        assert len(one) == 0 or len(one) >= FEWEST_SHOWN
        for other in room.published:
            assert len(one ^ other) == 0 or len(one ^ other) >= FEWEST_IN_STEP


@settings(max_examples=200)
@given(EVENTS)
def test_who_left_is_not_in_the_next_picture(events):
    room = Room()
    for _ in room.play(events):
        if room.published:
            here = set(room.cell)
            room.look()
            assert room.published[-1] <= here


@given(st.lists(st.integers(1, 9), max_size=20))
def test_where_nobody_leaves_all_but_two_are_shown(arrivals):
    room = Room()
    for number in arrivals:
        room.send(number)
        grouping = room.look()
        shown = len(room.published[-1])
        assert shown + grouping.waiting == room.people
        if room.people >= FEWEST_SHOWN:
            assert grouping.waiting < FEWEST_IN_STEP or shown == 0
    if room.people >= FEWEST_SHOWN + FEWEST_IN_STEP:
        assert room.published[-1]


def test_five_are_shown_then_steps_of_three():
    room = Room()
    sizes = []
    for _ in range(12):
        room.send(1)
        room.look()
        sizes.append(len(room.published[-1]))
    assert sizes == [0, 0, 0, 0, 5, 5, 5, 8, 8, 8, 11, 11]


def test_whoever_leaves_takes_two_others_along_and_they_do_not_come_back():
    room = Room()
    room.send(9)
    room.look()
    room.leave(0)
    room.look()
    assert [len(people) for people in room.published] == [9, 6]
    room.send(3)
    room.look()
    assert len(room.published[-1]) == 9
    assert len(room.published[-1] & room.published[0]) == 6


def test_a_cell_too_small_to_split_leaves_whole():
    room = Room()
    room.send(5)
    room.look()
    room.send(3)
    room.look()
    room.leave(7)  # one of the step of three
    room.look()
    assert room.published[-1] == room.published[0]


def test_a_leaver_who_was_never_shown_leaves_no_trace():
    room = Room()
    room.send(6)
    room.leave(2)
    assert room.gone == []
    room.look()
    assert len(room.published[-1]) == 5


def test_looking_again_changes_nothing():
    room = Room()
    room.send(7)
    first = room.look()
    again = room.look()
    assert again.cells == first.cells
    assert again.moved == {}
