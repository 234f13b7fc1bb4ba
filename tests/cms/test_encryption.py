"""Encrypted fields, on a model of the tests' own; and the secrets of a development machine."""

import copy
import multiprocessing
import pickle
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core import serializers
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps
from pytest_django import Settings

from cms.encryption import (
    EncryptedJSONField,
    EncryptedTextField,
    UnreadableText,
    UnreadableTextError,
    check_keys,
    readable,
)
from cms.secrets import local_secret

TEXT = "It hurts when I bend. Ça fait mal 🦴"


@pytest.fixture
def letter(db: None) -> Iterator[Any]:
    with isolate_apps("cms"):

        class Letter(models.Model):
            text = EncryptedTextField(blank=True, default="")
            maybe = EncryptedTextField(null=True)
            answers = EncryptedJSONField(default=list)

            class Meta:
                app_label = "cms"

            def __str__(self) -> str:
                return str(self.pk)

        sql, _ = connection.schema_editor().table_sql(Letter)
        with connection.cursor() as cursor:
            cursor.execute(sql)  # goes away with the test's transaction
        yield Letter


def stored(model: Any, column: str = "text") -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table}")
        return str(cursor.fetchone()[0])


def test_text_is_readable_outside_the_database_only(letter: Any) -> None:
    made = letter.objects.create(text=TEXT, maybe=TEXT)

    assert "hurts" not in stored(letter)
    assert stored(letter) != stored(letter, "maybe")  # the same text does not look the same
    assert letter.objects.get().text == TEXT
    assert list(letter.objects.values_list("text", flat=True)) == [TEXT]

    letter.objects.update(text="Better now")
    made.maybe = "Good"
    letter.objects.bulk_update([made], ["maybe"])
    assert "Better" not in stored(letter)
    assert "Good" not in stored(letter, "maybe")
    read = letter.objects.get()
    assert (read.text, read.maybe) == ("Better now", "Good")


def test_nothing_stays_nothing(letter: Any) -> None:
    letter.objects.create(text="", maybe=None)
    assert stored(letter) == ""
    read = letter.objects.get()
    assert (read.text, read.maybe) == ("", None)
    assert letter.objects.filter(maybe__isnull=True).count() == 1


def test_json_keeps_its_shape(letter: Any) -> None:
    answers = [{"label": "Dull or sharp?", "answer": "dull"}]
    letter.objects.create(answers=answers)
    assert "dull" not in stored(letter, "answers")
    assert letter.objects.get().answers == answers
    letter.objects.update(answers={})
    assert letter.objects.get().answers == {}


@pytest.mark.parametrize("lookup", ["text", "text__icontains", "text__in", "answers__0"])
def test_searching_it_says_why_not(letter: Any, lookup: str) -> None:
    with pytest.raises(FieldError, match="is encrypted and cannot be searched"):
        letter.objects.filter(**{lookup: "pain"})


def test_new_key_first_old_key_reads(letter: Any, settings: Settings) -> None:
    old, new = settings.ENCRYPTION_KEYS[0], Fernet.generate_key().decode()
    letter.objects.create(text=TEXT)
    settings.ENCRYPTION_KEYS = [new, old]
    assert letter.objects.get().text == TEXT
    letter.objects.update(text="Newer")
    settings.ENCRYPTION_KEYS = [new]
    assert letter.objects.get().text == "Newer"


def test_without_the_key_a_notice_stands_there_and_nothing_is_lost(
    letter: Any, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    keys = settings.ENCRYPTION_KEYS
    letter.objects.create(text=TEXT, answers=[1])
    before = stored(letter)

    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    read = letter.objects.get()
    assert read.text.unreadable
    assert read.answers.unreadable
    assert (list(read.answers), str(read.answers)) == ([], UnreadableText.NOTICE)
    assert str(read.text) == UnreadableText.NOTICE
    with pytest.raises(UnreadableTextError):
        readable(read.text)
    with pytest.raises(UnreadableTextError):
        serializers.serialize("json", [read])
    assert "could not be decrypted" in caplog.text
    assert before not in caplog.text

    values = copy.deepcopy([read.text, read.answers])
    copied_text, copied_answers = pickle.loads(pickle.dumps(values))
    assert (copied_text.stored, copied_answers.stored) == (before, stored(letter, "answers"))
    read.save()
    assert stored(letter) == before
    settings.ENCRYPTION_KEYS = keys
    assert letter.objects.get().text == TEXT
    assert letter.objects.get().answers == [1]


def test_what_was_tampered_with_is_unreadable(letter: Any) -> None:
    letter.objects.create(text=TEXT)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {letter._meta.db_table} SET text = 'plain words'")
    assert isinstance(letter.objects.get().text, UnreadableText)


def test_dump_and_load(letter: Any) -> None:
    letter.objects.create(text=TEXT, answers=["a"])
    field = letter._meta.get_field("answers")
    read = letter.objects.get()
    assert letter._meta.get_field("text").value_to_string(read) == TEXT
    assert field.to_python(field.value_to_string(read)) == ["a"]


def test_migrations_and_checks_hold_no_key(settings: Settings) -> None:
    written, _ = MigrationWriter.serialize(EncryptedTextField(blank=True))
    assert written == "cms.encryption.EncryptedTextField(blank=True)"

    assert check_keys(None) == []
    for wrong in ([], ["not-a-key"], [settings.SECRET_KEY]):
        settings.ENCRYPTION_KEYS = wrong
        found = check_keys(None)
        assert found, wrong
        assert all(wrong_key not in str(found) for wrong_key in wrong)
        with pytest.raises(ImproperlyConfigured, match="ENCRYPTION_KEYS"):
            EncryptedTextField().get_prep_value("text")


def _make(path: Path, start: Any, found: Any) -> None:
    start.wait()
    found.put(local_secret(path, lambda: Fernet.generate_key().decode()))


def test_a_local_secret_is_made_once_for_all_processes(tmp_path: Path) -> None:
    path = tmp_path / "with a space" / "key"
    context = multiprocessing.get_context("fork")
    start, found = context.Event(), context.Queue()
    processes = [context.Process(target=_make, args=(path, start, found)) for _ in range(8)]
    for process in processes:
        process.start()
    start.set()
    secrets = {found.get(timeout=20) for _ in processes}
    for process in processes:
        process.join(20)

    assert len(secrets) == 1
    assert local_secret(path, lambda: "another") in secrets
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["key"]


def test_an_empty_secret_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "key").touch()
    with pytest.raises(RuntimeError, match="is empty"):
        local_secret(tmp_path / "key", lambda: "new")
