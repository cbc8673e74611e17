"""What a process remembers: only under the same stamp, and never more than so much."""

from lessonstudy.content.memory import Memory


def test_a_value_is_given_out_under_its_stamp_alone():
    memory = Memory()
    memory.keep("one", "key", "value", size=10)
    assert memory.get("one", "key") == "value"
    assert memory.get("two", "key") is None
    assert memory.get("one", "another key") is None


def test_under_a_new_stamp_the_old_is_forgotten():
    memory = Memory()
    memory.keep("one", "key", "old", size=10)
    memory.keep("two", "key", "new", size=20)
    assert (memory.get("one", "key"), memory.get("two", "key")) == (None, "new")
    assert (len(memory.values), memory.size) == (1, 20)


def test_a_straggler_does_not_bring_the_old_back():
    memory = Memory()
    memory.keep("two", "key", "new", size=20)
    memory.keep("one", "key", "old", size=10)
    assert memory.get("two", "key") is None
    assert memory.get("one", "key") == "old"


def test_what_came_first_makes_room():
    memory = Memory(most=100)
    for number in range(15):
        memory.keep("one", number, f"value {number}", size=10)
    assert list(memory.values) == [("one", number) for number in range(5, 15)]
    assert memory.size == 100


def test_the_same_again_takes_no_more_room():
    memory = Memory(most=100)
    for size in (10, 12, 8):
        memory.keep("one", "key", "value", size=size)
    assert (len(memory.values), memory.size) == (1, 8)


def test_what_is_large_by_itself_is_not_kept():
    memory = Memory(most=20)
    memory.keep("one", "small", "value", size=10)
    memory.keep("one", "large", "value", size=11)
    assert (memory.get("one", "small"), memory.get("one", "large")) == ("value", None)
