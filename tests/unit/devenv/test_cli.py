import pytest

from devenv import cli
from devenv.progress import Problem


def test_unknown_command_is_told_together_with_the_known_ones(capsys):
    assert cli.main(["demoo"]) == 2
    assert "./dev COMMAND" in capsys.readouterr().err


def test_help_names_every_command(capsys):
    cli.main([])
    shown = capsys.readouterr().out
    assert all(name in shown for name in set(cli.COMMANDS) - {"help", "--help", "-h"})


@pytest.fixture
def command(monkeypatch):
    def install(error):
        def fail(_arguments):
            raise error

        monkeypatch.setitem(cli.COMMANDS, "broken", fail)

    return install


def test_problem_is_shown_as_a_sentence_and_not_as_a_traceback(command, capsys):
    command(Problem("The mirror does not answer."))
    assert cli.main(["broken"]) == 1
    assert capsys.readouterr().err.strip() == "The mirror does not answer."


def test_interruption_says_how_to_go_on(command, capsys):
    command(KeyboardInterrupt())
    assert cli.main(["broken"]) == 130
    assert "The same command goes on" in capsys.readouterr().err
