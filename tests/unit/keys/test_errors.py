import pickle

import pytest

from whatsapp_dsgvo.lib.keys import errors


def tree(kind):
    return [kind, *(below for sub in kind.__subclasses__() for below in tree(sub))]


UNAVAILABLE = [errors.KeyStoreUnavailable(reason) for reason in errors._UNAVAILABLE]
PLAIN = [
    errors.MasterKeyMissing(3),
    errors.MasterKeyWrong(),
    errors.MasterKeyMalformed(2),
    errors.MasterKeyExists(),
    errors.EscrowUnreadable(),
    errors.PassphraseTooShort(),
    errors.KeyDestroyed(),
    errors.CannotRead(),
    errors.JournalUnavailable(),
    errors.JournalDamaged(),
    errors.JournalForked(),
    errors.AnchorsUnavailable(),
]


def test_no_two_errors_share_a_code():
    codes = [error.code for error in UNAVAILABLE + PLAIN]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("error", [*UNAVAILABLE, *PLAIN, errors.DatabaseCopied()])
def test_every_error_is_its_code_and_one_sentence(error):
    code, sentence = str(error).split(": ", 1)
    assert code.startswith("K-")
    assert sentence.count(".") == 1


@pytest.mark.parametrize("error", [*UNAVAILABLE, *PLAIN, errors.DatabaseCopied()])
def test_an_error_survives_the_way_between_processes(error):
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (type(error), str(error))


def test_one_except_catches_them_all():
    assert all(
        issubclass(kind, errors.KeyStoreError)
        for kind in tree(Exception)
        if kind.__module__ == errors.__name__
    )
