from adapters.telegram.units import cut, sound, utf16_length


def test_length_counts_pairs_twice() -> None:
    assert utf16_length("a😀é") == 4


def test_sound_keeps_length_and_can_be_encoded() -> None:
    odd = "a\ud83db\0c😀"
    assert len(sound(odd)) == len(odd)
    sound(odd).encode()
    assert "\0" not in sound(odd)


def test_cut_fits_and_never_halves_a_character() -> None:
    assert cut("short", 5) == "short"
    assert cut("😀😀😀", 5) == "😀😀…"
    assert cut("😀😀😀", 4) == "😀…"
    assert cut("one two", 5) == "one…"
    assert cut("abc", 0) == ""
