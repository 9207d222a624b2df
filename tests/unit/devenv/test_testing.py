"""What `./dev test` runs, and what it says of the rest."""

from devenv import lanes, testing


def test_without_a_folder_the_run_says_that_no_samples_were_posted():
    stages, left_out = testing.stages_of(["-x"])
    assert stages == {name: ["-x"] for name in lanes.ORDER if name != "samples"}
    assert left_out["samples"].passed
    (line,) = left_out["samples"].lines
    assert line.startswith("samples: not run, for no folder")


def test_with_a_folder_its_samples_are_posted():
    stages, left_out = testing.stages_of(["--samples", "folder"])
    assert stages["samples"] == ["--samples", "folder"]
    assert not left_out


def test_that_line_stands_in_the_closing_summary(tmp_path, capsys):
    summary = tmp_path / "summary.txt"
    assert testing._report(testing.stages_of([])[1], summary) == 0
    told = summary.read_text(encoding="utf-8")
    assert told == f"All stages passed.\n{testing.NO_SAMPLES}\n"
    assert told in capsys.readouterr().out
