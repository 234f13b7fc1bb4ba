"""The small text filters of the header and the forms."""

from cms.templatetags.meridian import first_sentence, first_word, other_sentences, other_words


def test_a_button_s_label_is_its_first_word_and_the_rest() -> None:
    assert (first_word("Book an appointment"), other_words("Book an appointment")) == (
        "Book",
        " an appointment",
    )
    assert (first_word("Book"), other_words("Book")) == ("Book", "")


def test_the_first_sentence_and_the_rest() -> None:
    text = "Not sure it can wait? Call 999 in an emergency. Call 111 at any hour."
    assert first_sentence(text) == "Not sure it can wait?"
    assert first_sentence(text) + other_sentences(text) == text


def test_one_sentence_stays_whole() -> None:
    assert (first_sentence("Call 999"), other_sentences("Call 999")) == ("Call 999", "")
