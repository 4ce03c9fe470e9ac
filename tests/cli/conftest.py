"""The command line in tests."""

import sys

import pytest

from moedeapp import cli


@pytest.fixture
def moede(tmp_path, monkeypatch, capsys):
    """Runs `moede WORDS…` in a folder of its own; gives exit code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["moede", *map(str, words)])
        try:
            cli.main()
            code = 0
        except SystemExit as end:
            code = end.code or 0
        said = capsys.readouterr()
        return code, said.out, said.err

    return run
