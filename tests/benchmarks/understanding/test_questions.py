"""Reading the question files, good and broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.understanding.questions import (
    ALARMING_WORDS,
    ASPECT,
    COLUMNS,
    FOLLOW_UP,
    KINDS,
    NO_DIACRITICS,
    NOISY,
    OFFICIAL,
    OUT_OF_SCOPE,
    SITUATION,
    Asked,
    read_conversations,
    read_questions,
)

FIVE_FORMS = """\
làm hộ chiếu\tA\tclean
lm hộ chiếu\tA\tteencode
làm hộ chiéu\tA\ttypo
mần hộ chiếu\tA\tdialect
làm hộ chiếu à\tA\trecogniser
"""


def written(folder: Path, kind: str, text: str) -> Path:
    (folder / f"{kind}.tsv").write_text(text, encoding="utf-8")
    return folder


class TestParts:
    TEXT = "# Chú thích\n# part: dev\nmột\tA\n# part: test\n# Ghi thêm\n\nhai\tB|C\nba\tD\n"

    @pytest.mark.parametrize(
        ("part", "texts"),
        [("dev", ["một"]), ("test", ["hai", "ba"]), ("all", ["một", "hai", "ba"])],
    )
    def test_only_the_part_asked_for_is_read(
        self, tmp_path: Path, part: str, texts: list[str]
    ) -> None:
        questions = read_questions(OFFICIAL, part, written(tmp_path, OFFICIAL, self.TEXT))
        assert [asked.text for asked in questions] == texts

    def test_codes_are_parted(self, tmp_path: Path) -> None:
        folder = written(tmp_path, OFFICIAL, self.TEXT)
        assert read_questions(OFFICIAL, "test", folder)[0] == Asked(OFFICIAL, "hai", ("B", "C"))


def test_aspects_are_both_or_either_and_the_overview_is_none(tmp_path: Path) -> None:
    text = "# part: test\na\tA\tfee+duration\nb\tA\tplace|agency\nc\tA\toverview\n"
    questions = read_questions(ASPECT, "test", written(tmp_path, ASPECT, text))
    assert [asked.aspects for asked in questions] == [
        (frozenset({"fee", "duration"}),),
        (frozenset({"place"}), frozenset({"agency"})),
        (frozenset(),),
    ]


def test_a_blank_line_or_another_part_ends_a_conversation(tmp_path: Path) -> None:
    text = (
        "# part: dev\na\tA\toverview\nb\tA\tfee\n\nc\tA\tfee\nd\tA\tfee\n"
        "# part: test\ne\tA\tfee\nf\tA\tfee\n"
    )
    folder = written(tmp_path, FOLLOW_UP, text)
    said = [[asked.text for asked in turns] for turns in read_conversations("all", folder)]
    assert said == [["a", "b"], ["c", "d"], ["e", "f"]]


def test_a_conversation_of_one_turn_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path, FOLLOW_UP, "# part: test\nmột mình\tA\tfee\n")
    with pytest.raises(ValueError, match="một mình"):
        read_conversations("test", folder)


def test_marks_are_left_away_of_what_is_well_written(tmp_path: Path) -> None:
    written(tmp_path, OFFICIAL, "# part: test\nđổi bằng lái\tA\n")
    written(tmp_path, SITUATION, "# part: test\nmất ví rồi\tB\n")
    written(tmp_path, NOISY, "# part: test\n" + FIVE_FORMS)
    assert read_questions(NO_DIACRITICS, "test", tmp_path) == [
        Asked(NO_DIACRITICS, "doi bang lai", ("A",)),
        Asked(NO_DIACRITICS, "mat vi roi", ("B",)),
        Asked(NO_DIACRITICS, "lam ho chieu", ("A",)),
    ]


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        (OFFICIAL, "# part: test\nkhông có mã\n", "line 2: 1 columns"),
        (OFFICIAL, "# part: test\nmột\tA\tthừa\n", "line 2: 3 columns"),
        (OFFICIAL, "# part: test\n\tA\n", "no question"),
        (OFFICIAL, "# part: test\nmột\t\n", "nothing is expected"),
        (OFFICIAL, "một\tA\n", "before the first"),
        (OFFICIAL, "# part: tset\nmột\tA\n", "no part is called «tset»"),
        (OUT_OF_SCOPE, "# part: test\ntrời mưa\tA\n", "nothing answers"),
        (ASPECT, "# part: test\nmột\tA\tprice\n", "no aspect is called «price»"),
        (NOISY, "# part: test\nmột\tA\tshouted\n", "no form is called «shouted»"),
        (NOISY, "# part: test\n" + FIVE_FORMS.partition("\n")[2], "each of the forms"),
        (NOISY, "# part: test\n" + FIVE_FORMS.replace("A\ttypo", "B\ttypo"), "same codes"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, kind: str, text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_questions(kind, "test", written(tmp_path, kind, text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"official\.tsv"):
        read_questions(OFFICIAL, "test", tmp_path)


class TestTheFilesThemselves:
    @pytest.mark.parametrize("kind", KINDS)
    def test_every_kind_has_questions_in_both_parts(self, kind: str) -> None:
        assert len(read_questions(kind, "dev")) >= 20
        assert len(read_questions(kind, "test")) >= 20

    def test_every_conversation_goes_on(self) -> None:
        assert len(read_conversations("test")) >= 40

    @pytest.mark.parametrize("kind", sorted(set(COLUMNS) - {FOLLOW_UP}))
    def test_no_question_is_asked_in_both_parts(self, kind: str) -> None:
        dev = {asked.text.lower() for asked in read_questions(kind, "dev")}
        test = {asked.text.lower() for asked in read_questions(kind, "test")}
        assert dev & test == set()

    def test_some_alarming_words_are_of_no_procedure(self) -> None:
        assert any(not asked.expected for asked in read_questions(ALARMING_WORDS, "all"))
