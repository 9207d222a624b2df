import pytest

from devenv import addon, config, lint


@pytest.fixture
def script(tmp_path, monkeypatch):
    def install(text):
        path = tmp_path / "patch.js"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setattr(addon, "scripts", lambda: [path])

    return install


def test_module_syntax_is_accepted(script):
    script('import { patch } from "@web/core/utils/patch";\nexport const a = 1;\n')
    assert lint._scripts_parse()


def test_broken_script_is_found_and_named(script, capsys):
    script("export const = 1;\n")
    assert not lint._scripts_parse()
    assert "patch.js" in capsys.readouterr().err


def test_the_whole_addon_is_checked():
    checked = [str(part) for _name, command in lint.checks() for part in command]
    assert checked.count(str(config.ADDON_DIR)) >= 2
